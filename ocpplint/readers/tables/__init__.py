"""Tables in pages that people save or paste: HTML, Markdown, text with tabs or commas."""
