"""Shapes that are not on the list: what is kept in one is read, or said to be unread, and never passed in silence.

Each holds one value that is wrong and one key with a suffix that it does not take.
"""

import json
import textwrap
from typing import Literal

import pytest

from ocpplint.analysis.inputs import Text
from ocpplint.analysis.library import check

State = Literal["read", "partly", "unread", "other"]

UNLISTED: dict[str, tuple[State, str]] = {
    # Programs that set up machines
    "stations.auto.tfvars": (
        "read",
        """
        station = {
          MeterValueSampleInterval = "abc"
          RCMBDelta_2              = 30
        }
        """,
    ),
    "hosts.yml": (
        "read",
        """
        all:
          children:
            chargers:
              hosts:
                cp-0001: {ansible_host: 192.0.2.1, MeterValueSampleInterval: abc, RCMBDelta_2: 30}
        """,
    ),
    "inventory.ini": (
        "partly",
        """
        [chargers]
        cp1 ansible_host=192.0.2.1 MeterValueSampleInterval=abc RCMBDelta_2=30
        [chargers:vars]
        HeartbeatInterval=300
        ConnectionTimeOut=60
        """,
    ),
    "Dockerfile": (
        "read",
        """
        FROM debian:12
        ENV OCPP_MeterValueSampleInterval=abc
        ENV OCPP_RCMBDelta_2=30
        """,
    ),
    "run.sh": ("unread", "docker run -e MeterValueSampleInterval=abc -e RCMBDelta_2=30 station:2\n"),
    "station.service": (
        "unread",
        """
        [Service]
        Environment=MeterValueSampleInterval=abc
        Environment="RCMBDelta_2=30"
        """,
    ),
    "deployment.yaml": (
        "read",
        """
        containers:
          - name: station
            args: [--MeterValueSampleInterval=abc, --RCMBDelta_2=30]
        """,
    ),
    "kustomization.yaml": (
        "read",
        """
        configMapGenerator:
          - name: station
            literals: [MeterValueSampleInterval=abc, RCMBDelta_2=30]
        """,
    ),
    # Programs of the field and around it
    "automations.yaml": (
        "read",
        """
        - alias: Configure
          action:
            - service: ocpp.configure
              data: {ocpp_key: MeterValueSampleInterval, value: abc}
            - service: ocpp.configure
              data: {ocpp_key: RCMBDelta_2, value: "30"}
        """,
    ),
    "dump.sql": (
        "unread",
        """
        INSERT INTO configuration (station, config_key, config_value)
          VALUES ('CP-0001', 'MeterValueSampleInterval', 'abc'), ('CP-0001', 'RCMBDelta_2', '30');
        """,
    ),
    "export.json": (
        "partly",
        (
            '{"stationId": "CP-0001", "set": [{"k": "MeterValueSampleInterval", "v": "abc"},\n'
            ' {"k": "RCMBDelta_2", "v": {"$numberInt": "30"}}]}'
        ),
    ),
    "collection.json": (
        "unread",
        json.dumps(
            {
                "item": [
                    {
                        "request": {
                            "body": {
                                "mode": "urlencoded",
                                "urlencoded": [
                                    {"key": "key", "value": "MeterValueSampleInterval"},
                                    {"key": "value", "value": "abc"},
                                ],
                            }
                        }
                    }
                ]
            }
        ),
    ),
    "patch.json": (
        "unread",
        '[{"op": "replace", "path": "/configuration/MeterValueSampleInterval", "value": "abc"}]',
    ),
    # Commands
    "set.bat": ("unread", "ocpp-cli set MeterValueSampleInterval abc\nocpp-cli set RCMBDelta_2 30\n"),
    "set.ps1": ("unread", "ocpp-cli set -Station CP-0001 -Key MeterValueSampleInterval -Value abc\n"),
    ".gitlab-ci.yml": ("unread", "deploy:\n  script:\n    - ocpp-cli set MeterValueSampleInterval abc\n"),
    "station.conf": (
        "unread",
        "config station 'cp1'\n\toption MeterValueSampleInterval 'abc'\n\toption RCMBDelta_2 '30'\n",
    ),
    # Languages
    "seed.py": ("read", 'CONFIG = {\n    "MeterValueSampleInterval": "abc",\n    "RCMBDelta_2": 30,\n}\n'),
    "Seed.kt": ("unread", 'val c = mapOf(\n  "MeterValueSampleInterval" to "abc",\n  "RCMBDelta_2" to "30",\n)\n'),
    "seed.rb": ("unread", 'C = { "MeterValueSampleInterval" => "abc", "RCMBDelta_2" => "30" }\n'),
    "config.lua": ("unread", 'return { MeterValueSampleInterval = "abc", RCMBDelta_2 = 30 }\n'),
    "seed.php": ("read", "<?php return [\n  'MeterValueSampleInterval' => 'abc',\n  'RCMBDelta_2' => '30',\n];\n"),
    "set.graphql": (
        "unread",
        """
        mutation {
          a: set(station: "CP-0001", key: "MeterValueSampleInterval", value: "abc") { status }
          b: set(station: "CP-0001", key: "RCMBDelta_2", value: "30") { status }
        }
        """,
    ),
    # Configurations of other programs
    "web.config": (
        "read",
        """
        <?xml version="1.0"?>
        <configuration>
          <appSettings>
            <add key="MeterValueSampleInterval" value="abc"/>
            <add key="RCMBDelta_2" value="30"/>
          </appSettings>
        </configuration>
        """,
    ),
    "station.plist": (
        "unread",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <plist version="1.0"><dict>
          <key>MeterValueSampleInterval</key>
          <string>abc</string>
          <key>RCMBDelta_2</key>
          <integer>30</integer>
        </dict></plist>
        """,
    ),
    "station.cfg": ("read", 'cp1 = {\n  MeterValueSampleInterval = "abc";\n  RCMBDelta_2 = 30;\n};\n'),
    "nginx.conf": ("unread", "station CP-0001 {\n    MeterValueSampleInterval abc;\n    RCMBDelta_2 30;\n}\n"),
    "station.reg": (
        "read",
        """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Station]
        "MeterValueSampleInterval"="abc"
        "RCMBDelta_2"="30"
        """,
    ),
    # Texts
    "wiki.txt": (
        "read",
        """
        {| class="wikitable"
        ! Key !! Value
        |-
        | MeterValueSampleInterval || abc
        |-
        | RCMBDelta_2 || 30
        |}
        """,
    ),
    "grid.rst": (
        "read",
        """
        +--------------------------+-------+
        | Key                      | Value |
        +==========================+=======+
        | MeterValueSampleInterval | abc   |
        +--------------------------+-------+
        | RCMBDelta_2              | 30    |
        +--------------------------+-------+
        """,
    ),
    "table.adoc": (
        "read",
        """
        |===
        |Key |Value

        |MeterValueSampleInterval |abc
        |RCMBDelta_2 |30
        |===
        """,
    ),
    "list.md": ("unread", "# CP-0001\n\n- MeterValueSampleInterval: abc\n- RCMBDelta_2: 30\n"),
    "terms.md": ("unread", "MeterValueSampleInterval\n: abc\n\nRCMBDelta_2\n: 30\n"),
    "mail.eml": (
        "read",
        """
        Subject: settings

        please set on CP-0001:
          MeterValueSampleInterval = abc
          RCMBDelta_2 = 30
        """,
    ),
    "change.patch": (
        "unread",
        "--- a/cp1\n+++ b/cp1\n-RCMBDelta_2=20\n+MeterValueSampleInterval=abc\n+RCMBDelta_2=30\n",
    ),
    "query.txt": (
        "read",
        """
        +--------------------------+-------+
        | config_key               | value |
        +--------------------------+-------+
        | MeterValueSampleInterval | abc   |
        | RCMBDelta_2              | 30    |
        +--------------------------+-------+
        2 rows in set (0.00 sec)
        """,
    ),
    # What only speaks of keys
    "panel.json": (
        "other",
        '{"panels": [{"title": "MeterValueSampleInterval", "targets": [{"query": "avg(HeartbeatInterval)"}]}]}',
    ),
    "note.txt": (
        "other",
        "The interval of meter values (MeterValueSampleInterval) was discussed with the operator.\n",
    ),
    "exporter.yml": ("other", "rules:\n  - name: ocpp\n    expr: rate(HeartbeatInterval[5m]) > 0\n"),
}


@pytest.mark.parametrize("name", UNLISTED)
def test_what_is_not_read_is_told(name: str) -> None:
    expected, text = UNLISTED[name]
    result = check([Text(name, textwrap.dedent(text).lstrip("\n"))], profile="bender")
    codes = {finding.code for finding in result.findings}
    (entry,) = result.inputs
    told = "INP010" in codes
    state = {(True, False): "read", (True, True): "partly", (False, True): "unread", (False, False): "other"}
    assert state[entry.settings > 0, told] == expected
    if expected == "read":
        assert codes == {"VAL001", "SCP001"}
