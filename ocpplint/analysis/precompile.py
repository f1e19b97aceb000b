"""Compile the program's own data, for packages and images: ``python -I -m ocpplint.analysis.precompile``.

It is stored beside the code, for users without a cache. It needs no signature: whoever can write there can change the
code, too.
"""

import os
import sys
import tempfile

from ocpplint.resources.cache import PRECOMPILED, kept


def main() -> None:
    """Compile rules, profiles, the device model, values and dialects."""
    from ocpplint.resources.signing_key import VARIABLE

    with tempfile.TemporaryDirectory() as folder:
        os.environ["OCPPLINT_CACHE_DIR"], os.environ[VARIABLE] = folder, os.urandom(32).hex()
        _compile()
        os.makedirs(PRECOMPILED, exist_ok=True)
        for name in sorted(os.listdir(folder)):
            text = kept(name)
            if text is None:
                sys.exit(f"ocpplint: {name} has not been kept")
            with open(os.path.join(PRECOMPILED, name), "wb") as file:
                file.write(text)


def _compile() -> None:
    from ocpplint.engine.packs import load_rules
    from ocpplint.readers.traces.dialect_loader import load_dialects
    from ocpplint.stations.device_model import device_model
    from ocpplint.stations.registry import Profiles
    from ocpplint.values.syntaxes import syntax_names

    load_rules()
    load_dialects()
    device_model()
    Profiles()
    syntax_names()


if __name__ == "__main__":
    main()
