"""Makes the dossiers of a simulated province many more, for measurements of the index: bench/multiply.py DATABASE TIMES.

Copies the rows that the index reads (dossiers and what each had to pay) under other numbers, and adds what days and months count
as often. What was written in the journal of a copy is not copied: a quarter of the nation would need 80 GB, and the index reads none of it.
"""

import sqlite3
import sys


def columns(database, table):
    return [column for _, column, *_ in database.execute(f"PRAGMA table_info({table})")]


def copied(database, table, key, times):
    """Copies each row of a table; the copies' keys are the row's own with the copy's number behind."""
    others = [column for column in columns(database, table) if column not in ("id", key)]
    names = ", ".join(others)
    indexes = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    ).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    database.execute(f"CREATE TEMP TABLE source AS SELECT {key}, {names} FROM {table}")
    for copy in range(1, times):
        database.execute(f"INSERT INTO {table} ({key}, {names}) SELECT {key} || '-{copy}', {names} FROM source")
    database.execute("DROP TABLE source")
    for _, sql in indexes:
        database.execute(sql)


def counted(database, table, times):
    """Lets each count of a table be so many times what it was."""
    sums = [column for column in columns(database, table) if column not in ("agency", "day", "month", "known_on")]
    database.execute(f"UPDATE {table} SET " + ", ".join(f"{column} = {column} * {times}" for column in sums))


def main(path, times):
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000", "temp_store = MEMORY"):
        database.execute(f"PRAGMA {setting}")
    copied(database, "dossiers", "code", times)
    copied(database, "dossier_fees", "dossier", times)
    for table in ("dossier_days", "dossier_months", "dossier_late"):
        counted(database, table, times)
    database.execute("ANALYZE")
    print(database.execute("SELECT COUNT(*) FROM dossiers").fetchone()[0])
    database.execute("PRAGMA journal_mode = WAL")


main(sys.argv[1], int(sys.argv[2]))
