"""The catalog's tables: what a library keeps, column by column."""

from __future__ import annotations

import sqlalchemy as sql

SCHEMA_VERSION = 2

tables = sql.MetaData()
setting = sql.Table(
    "setting",
    tables,
    sql.Column("key", sql.String, primary_key=True),
    sql.Column("value", sql.String, nullable=False),
)
change = sql.Table(
    "change",
    tables,
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("kind", sql.String, nullable=False),
    sql.Column("article_id", sql.String, nullable=False),
    sql.Column("removed", sql.Text, nullable=False),  # keys of paragraphs that this change took away, as JSON
    sqlite_autoincrement=True,
)
article = sql.Table(
    "article",
    tables,
    sql.Column("key", sql.Integer, primary_key=True),
    sql.Column("id", sql.String, nullable=False, unique=True),
    sql.Column("identity", sql.String, nullable=False, unique=True),
    sql.Column("fingerprint", sql.String, nullable=False),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("outlet", sql.Text),
    sql.Column("author", sql.Text),
    sql.Column("published", sql.String, index=True),
    sql.Column("updated", sql.String),  # when the outlet last changed it
    sql.Column("url", sql.Text),
    sql.Column("language", sql.String),
    sql.Column("source", sql.Text, nullable=False),
    sql.Column("added", sql.String, nullable=False),
    sql.Column("stamp", sql.String),  # size and time of the file that it was read from
    sqlite_autoincrement=True,
)
# Keys are never used twice (autoincrement), so a follower can tell a paragraph's old text from its new one.
paragraph = sql.Table(
    "paragraph",
    tables,
    sql.Column("key", sql.Integer, primary_key=True),
    sql.Column("article_key", sql.ForeignKey("article.key"), nullable=False),
    sql.Column("number", sql.Integer, nullable=False),
    sql.Column("role", sql.String, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("change", sql.Integer, nullable=False, index=True),
    sql.UniqueConstraint("article_key", "number"),
    sqlite_autoincrement=True,
)
piece = sql.Table(
    "piece",
    tables,
    sql.Column("paragraph_key", sql.ForeignKey("paragraph.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("vector", sql.LargeBinary, nullable=False),  # float32, unit length
)

# Every paragraph that was searched when its article was stored, for telling what a host repeats; see furniture.py.
standing = sql.Table(
    "standing",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("place", sql.String, nullable=False),
    sql.Column("digest", sql.BigInteger, nullable=False),
    sql.Column("size", sql.Integer, nullable=False),
    sql.Column("role", sql.String, nullable=False),  # its own, which it has again where it is no longer repeated
    sql.Column("marked", sql.Boolean, nullable=False),
    sql.Index("standing_place", "place", "digest", "article_key"),
    sql.Index("standing_marked", "place", sqlite_where=sql.text("marked = 1")),
)
unsettled = sql.Table("unsettled", tables, sql.Column("place", sql.String, primary_key=True))


def bring_up_to_date(connection: sql.Connection) -> None:
    """Adds the columns that the tables of an older version lack."""
    for table in tables.sorted_tables:
        there = {column["name"] for column in sql.inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")
    connection.execute(sql.update(setting).where(setting.c.key == "schema").values(value=str(SCHEMA_VERSION)))
