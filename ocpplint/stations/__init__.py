"""Station profiles: keys, scopes and how a key names its connector."""
