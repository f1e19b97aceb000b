"""The configuration keys that worlds are made of, with values that stations take and values that they refuse."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final, NamedTuple


class Key(NamedTuple):
    """A configuration key of OCPP 1.6 or of a vendor. ``is_paired``: each connector has a value of its own."""

    name: str
    good: Sequence[str]
    bad: Sequence[str] = ()
    is_paired: bool = False
    is_fixed: bool = False


_FLAG: Final = ("true", "false")
_NO_FLAG: Final = ("yes please", "2", "")
_SECONDS: Final = ("30", "60", "300", "900")
_NO_SECONDS: Final = ("often", "-4", "1.5", "99999999999")
_MEASURANDS: Final = ("Voltage,SoC", "Energy.Active.Import.Register", "Current.Import,Power.Active.Import")
_NO_MEASURANDS: Final = ("Power", "Voltage,,SoC", "Voltage;SoC")

KEYS: Final = (
    Key("HeartbeatInterval", _SECONDS, _NO_SECONDS),
    Key("ConnectionTimeOut", _SECONDS, _NO_SECONDS),
    Key("MeterValueSampleInterval", ("0", *_SECONDS), _NO_SECONDS),
    Key("ClockAlignedDataInterval", ("0", "900"), ("7", "-1", "often")),
    Key("WebSocketPingInterval", ("0", "54"), _NO_SECONDS),
    Key("ResetRetries", ("1", "3"), ("-1", "many")),
    Key("TransactionMessageAttempts", ("1", "5"), ("none",)),
    Key("TransactionMessageRetryInterval", ("0", "60"), ("soon",)),
    Key("MinimumStatusDuration", ("0", "5"), ("-5",)),
    Key("LightIntensity", ("0", "80", "100"), ("500", "bright")),
    Key("BlinkRepeat", ("1", "3"), ("often",)),
    Key("LocalPreAuthorize", _FLAG, _NO_FLAG),
    Key("LocalAuthorizeOffline", _FLAG, _NO_FLAG),
    Key("AuthorizeRemoteTxRequests", _FLAG, _NO_FLAG),
    Key("AuthorizationCacheEnabled", _FLAG, _NO_FLAG),
    Key("StopTransactionOnInvalidId", _FLAG, _NO_FLAG),
    Key("UnlockConnectorOnEVSideDisconnect", _FLAG, _NO_FLAG),
    Key("LocalAuthListEnabled", _FLAG, _NO_FLAG),
    Key("MeterValuesSampledData", _MEASURANDS, _NO_MEASURANDS),
    Key("MeterValuesAlignedData", _MEASURANDS, _NO_MEASURANDS),
    Key("StopTxnSampledData", _MEASURANDS, _NO_MEASURANDS),
    Key("ConnectorPhaseRotation", ("RST", "RTS", "1.RST,2.RTS", "NotApplicable"), ("RSN", "XYZ"), is_paired=True),
    Key("OperatorCurrentLimit", ("10", "16", "32"), ("none", "-3"), is_paired=True),
    Key("ChargeBoxSerialNumber", ("S-4711-0815", "1019300031"), is_paired=True),
    Key("RCMBDelta", ("3", "30", "120"), ("5000", "little")),
    Key("OPKGInstallExtraOption", ("--force", "--verbose")),
    Key("ChargePointSerialNumber", ("S-4711-0815",)),
    Key("INVOKECUSTOMSCRIPT2", ("restart-modem",)),
    Key("FreeChargingMode", ("Off", "0"), ("Perhaps",)),
    Key("AuthorizationKey", ("0123456789abcdefABCD0123456789abcdef0123",), ("abc", "correct horse")),
    Key("SecurityProfile", ("1", "2"), ("9",)),
    Key("BackendUrl", ("wss://csms.example.com/ocpp", "wss://user:secret@csms.example.com/ocpp"), ("csms",)),
    Key("TimeOffset", ("+01:00",), ("CET",)),
    Key("Language", ("en", "de-CH"), ("German language",)),
    Key("DefaultPrice", ('{"priceText":"0.49"}',), ("{",)),
    Key("SupportedFeatureProfiles", ("Core,SmartCharging", "Core"), ("Core,Teleport",), is_fixed=True),
    Key("NumberOfConnectors", ("2", "1"), ("two",), is_fixed=True),
    Key("GetConfigurationMaxKeys", ("50", "500"), is_fixed=True),
    Key("MeterValuesSampledDataMaxLength", ("2", "8"), is_fixed=True),
    Key("chg_Ch1Options", ("a", "b"), ()),
    Key("MaxCurrentConn2", ("16", "32"), ()),
    Key("grid_Role_Left", ("1",), ()),
)
BY_NAME: Final[Mapping[str, Key]] = {key.name: key for key in KEYS}
SUFFIXES: Final = ("_2", "_2", "_2", "_1", "_3", "[2]", "-2", "Conn2")
"""What is put behind a key to name a connector, rightly and wrongly."""


def value_of(key: Key, random: Random, wrong: float = 0.0) -> str:
    """Choose a value, with this probability one that the key does not take."""
    return random.choice(key.bad if key.bad and random.random() < wrong else key.good)


def misspelled(name: str, random: Random) -> str:
    """Return a name with a slip of the keyboard in it."""
    place = random.randrange(1, len(name) - 1)
    return random.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + name[place] + name[place:],
            name[0].swapcase() + name[1:],
            name[:place] + name[place].swapcase() + name[place + 1 :],
        )
    )
