"""What the JSON Schemas of EVerest's libocpp say of the standard keys: type, least and greatest value.

Facts from config/v16/profile_schemas/{Core,Security,PnC,CostAndPrice}.json of EVerest/libocpp and EVerest/everest-core
(Apache-2.0); texts of theirs are not repeated.
"""

from typing import NamedTuple


class Published(NamedTuple):
    """Type and limits of one key."""

    type: str
    minimum: int | None = None
    maximum: int | None = None


_BOOLEAN = """AllowOfflineTxForUnknownId AuthorizationCacheEnabled AuthorizeRemoteTxRequests LocalAuthorizeOffline
    LocalPreAuthorize StopTransactionOnEVSideDisconnect StopTransactionOnInvalidId UnlockConnectorOnEVSideDisconnect
    AdditionalRootCertificateCheck ISO15118PnCEnabled CentralContractValidationAllowed ContractValidationOffline
    CustomDisplayCostAndPrice CustomIdleFeeAfterStop CustomMultiLanguageMessages"""
_FROM_ZERO = """BlinkRepeat ClockAlignedDataInterval ConnectionTimeOut ConnectorPhaseRotationMaxLength
    GetConfigurationMaxKeys HeartbeatInterval MaxEnergyOnInvalidId MeterValuesAlignedDataMaxLength
    MeterValuesSampledDataMaxLength MeterValueSampleInterval MinimumStatusDuration NumberOfConnectors ResetRetries
    StopTxnAlignedDataMaxLength StopTxnSampledDataMaxLength SupportedFeatureProfilesMaxLength
    TransactionMessageAttempts TransactionMessageRetryInterval WebSocketPingInterval CertSigningWaitMinimum
    CertSigningRepeatTimes"""
_TEXTS = """ConnectorPhaseRotation MeterValuesAlignedData MeterValuesSampledData StopTxnAlignedData StopTxnSampledData
    SupportedFeatureProfiles AuthorizationKey CpoName TimeOffset NextTimeOffsetTransitionDateTime Language"""

PUBLISHED: dict[str, Published] = {
    **{key: Published("boolean") for key in _BOOLEAN.split()},
    **{key: Published("integer", 0) for key in _FROM_ZERO.split()},
    **{key: Published("string") for key in _TEXTS.split()},
    "LightIntensity": Published("integer", 0, 100),
    "CertificateSignedMaxChainSize": Published("integer", 0, 10_000),
    "CertificateStoreMaxLength": Published("integer", 0),
    "SecurityProfile": Published("integer", 0, 3),
}

DIFFERENCES: dict[tuple[str, str], str] = {
    ("NumberOfConnectors", "0"): "connectors are numbered from 1: a station has one at least (OCPP 1.6, 9.1.21)",
}
"""Values of which the schemas say another thing than we do, and why."""
