#!/usr/bin/env bash
# Python package python-calamine 0.9.1: a point in time at midnight comes back as a date, and numbers lose their format.
#
# Lists of settings and of boots are often kept as spreadsheets. One would expect a column of times in one format to
# give one Python type. python-calamine gives datetime for each but those at 00:00:00, which become date; sorting such a
# column raises TypeError on the day when one entry falls on midnight. Whole numbers are always float, so that an
# interval of 300 prints as 300.0, and an identity shown as 0007 by its cell format comes as 7.0.
set -euo pipefail
sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install --quiet --disable-pip-version-check --target lib python-calamine==0.9.1 openpyxl==3.1.5
PYTHONPATH=lib python3 - >seen <<'END'
from datetime import datetime
import openpyxl, python_calamine

book = openpyxl.Workbook()
for value, form in (
    (datetime(2026, 3, 1, 23, 59, 59), "yyyy-mm-dd hh:mm:ss"),
    (datetime(2026, 3, 2, 0, 0, 0), "yyyy-mm-dd hh:mm:ss"),
    (300, "General"),
    (7, "0000"),
):
    book.active.append([value])
    book.active.cell(book.active.max_row, 1).number_format = form
book.save("boots.xlsx")
column = [row[0] for row in python_calamine.load_workbook("boots.xlsx").get_sheet_by_index(0).to_python()]
for value in column:
    print(type(value).__name__, value)
try:
    sorted(column[:2])
except TypeError as error:
    print("TypeError:", error)
again = openpyxl.load_workbook("boots.xlsx").active
print("openpyxl:", *(type(again.cell(row, 1).value).__name__ for row in range(1, 5)))
END
echo "Seen:"
cat seen
diff - seen <<'END'
datetime 2026-03-01 23:59:59
date 2026-03-02
float 300.0
float 7.0
TypeError: can't compare datetime.datetime to datetime.date
openpyxl: datetime datetime int int
END
