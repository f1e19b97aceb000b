"""The few words that facts of all types say the same things with."""

from typing import Literal

Confidence = Literal["high", "medium", "low"]
Origin = Literal["desired", "commanded", "reported"]
Sender = Literal["station", "csms"]

CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
