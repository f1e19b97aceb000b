"""When the time of a log proves something, and when it does not: silence, steps of the clock, and late entries.

Readers, trackers and the engine measure by these alone. All are in seconds of the log's own clock but ``ORDER_LINES``
and ``GAP_LINES``.
"""

from typing import Final

ORDER_TOLERANCE: Final = 5.0
"""By which entries may be stamped out of order: several threads write, each when it gets to it."""

ORDER_LINES: Final = 10
"""Lines by which entries may be out of order, where there are no times."""

STEP_BACK: Final = 60.0
"""By which the clock may go back because several threads write. More is a clock that was set, or another log."""

OTHER_LOG: Final = 80_000.0
"""By which a clock goes back that is another log's: nearly a day, as local times lack the offset of their zone."""

GIVEN_UP: Final = 10.0
"""After which a caller may have given up a call, and may make the next (OCPP-J 1.6, section 4.1.1)."""

ANSWER_TIMEOUT: Final = 60.0
"""After which an answer does not come, and nothing earlier is logged any more. The standard leaves the timeout to the
implementation (OCPP-J 1.6, section 4.1.1) and suggests 30 seconds to begin with (OCPP 2.0.1 part 2, section 3.2)."""

STATION_SILENCE: Final = 900.0
"""Without a message after which a station of unknown heartbeat interval may have been away."""

LOG_SILENCE: Final = 3_600.0
"""Without a call of a station after which nobody knows whether the log was on all the time: what should have been
logged meanwhile may be missing."""

LOG_OFF: Final = 86_400.0
"""Of silence after which the log is taken to have been off: how long the station was silent cannot be told from it,
and a log that names no station may go on with another one."""

GAP_LINES: Final = 1_000
"""Lines around a lost message within which call and answer stand. One lost farther away is another exchange's."""
