"""Tables in saved or pasted pages: HTML, Markdown, text with tabs or commas."""
