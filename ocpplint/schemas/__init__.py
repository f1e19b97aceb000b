"""What OCPP demands of a payload: the schemas of each version, what its text adds, and words for what is wrong.

The JSON schemas come from the installed package ``ocpp``; none is copied. Only traces need this room.
"""
