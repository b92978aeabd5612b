"""The catalog's tables: what a library keeps, column by column."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sql

from index.extraction.direction import marked
from index.store.homes import insert_new

SCHEMA_VERSION = 6

# On every database texts are compared by their code points, and keys have as many bits as SQLite's.
STRING = sql.String().with_variant(sql.String(collation="C"), "postgresql")
TEXT = sql.Text().with_variant(sql.Text(collation="C"), "postgresql")


class _Words(sql.TypeDecorator[str]):
    """A text in which marks replace characters that reorder or hide words, since earlier versions stored them."""

    impl = sql.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sql.Dialect) -> Any:
        return dialect.type_descriptor(sql.Text(collation="C") if dialect.name == "postgresql" else sql.Text())

    def process_result_value(self, value: str | None, dialect: sql.Dialect) -> str | None:
        return None if value is None else marked(value)


NUMBER = sql.BigInteger().with_variant(sql.Integer(), "sqlite")

tables = sql.MetaData()
setting = sql.Table(
    "setting", tables, sql.Column("key", STRING, primary_key=True), sql.Column("value", STRING, nullable=False)
)
change = sql.Table(
    "change",
    tables,
    sql.Column("number", NUMBER, primary_key=True),
    sql.Column("kind", STRING, nullable=False),
    sql.Column("article_id", STRING, nullable=False),
    sql.Column("removed", TEXT, nullable=False),  # keys of paragraphs that this change removed, as JSON
    sqlite_autoincrement=True,
)
article = sql.Table(
    "article",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("id", STRING, nullable=False, unique=True),
    sql.Column("identity", STRING, nullable=False, unique=True),
    sql.Column("fingerprint", STRING, nullable=False),
    sql.Column("title", TEXT, nullable=False),
    sql.Column("outlet", TEXT),
    sql.Column("author", TEXT),
    sql.Column("published", STRING, index=True),
    sql.Column("updated", STRING),  # when the outlet last changed it
    sql.Column("url", TEXT),
    sql.Column("language", STRING),
    sql.Column("section", TEXT),  # its section in the source
    sql.Column("source", TEXT, nullable=False),
    sql.Column("added", STRING, nullable=False),
    sql.Column("stamp", STRING),  # size and times of the file that it was read from
    sql.Column("text_kind", STRING),  # None if not read yet
    sqlite_autoincrement=True,
)
# Keys are never reused (autoincrement), so a follower can distinguish a paragraph's old text from its new one.
paragraph = sql.Table(
    "paragraph",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("article_key", sql.ForeignKey("article.key"), nullable=False),
    sql.Column("number", sql.Integer, nullable=False),
    sql.Column("role", STRING, nullable=False),
    sql.Column("text", _Words, nullable=False),
    sql.Column("change", NUMBER, nullable=False, index=True),
    sql.Column("page", sql.Integer),  # of the file on which it begins
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

# Every paragraph that was searched when its article was stored, to find what a host repeats; see furniture.py.
standing = sql.Table(
    "standing",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("place", STRING, nullable=False),
    sql.Column("digest", sql.BigInteger, nullable=False),
    sql.Column("size", sql.Integer, nullable=False),
    sql.Column("role", STRING, nullable=False),  # its own, restored when it is no longer repeated
    sql.Column("marked", sql.Boolean, nullable=False),
    sql.Index("standing_place", "place", "digest", "article_key"),
    sql.Index("standing_marked", "place", sqlite_where=sql.text("marked = 1"), postgresql_where=sql.text("marked")),
)
unsettled = sql.Table("unsettled", tables, sql.Column("place", STRING, primary_key=True))

# The reading of each article, and the version of its reader; see readings.py. A number is never reused, so
# a process that has seen the readings up to one knows which came after it.
reading = sql.Table(
    "reading",
    tables,
    sql.Column("number", NUMBER, primary_key=True),
    sql.Column("article_key", sql.ForeignKey("article.key"), nullable=False, unique=True),
    sql.Column("version", STRING, nullable=False, index=True),
    sql.Column("content", TEXT, nullable=False),  # all but the statements, as JSON
    sqlite_autoincrement=True,
)
statement = sql.Table(
    "statement",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),  # in the order of the text
    sql.Column("paragraph", sql.Integer, nullable=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("voice", STRING, nullable=False),
    sql.Column("cue", TEXT),
    sql.Column("source", TEXT),
    sql.Column("speaker", TEXT),
    sql.Column("kind", STRING, nullable=False),
    sql.Column("from_paragraph", sql.Integer),
    sql.Column("from_start", sql.Integer),
    sql.Column("from_end", sql.Integer),
)
# Every form under which a name appears in an article, from which the library's register is made.
naming = sql.Table(
    "naming",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("name", TEXT, nullable=False),
    sql.Column("form", TEXT, nullable=False),
    sql.Column("kind", STRING, nullable=False),
    sql.Column("mentions", sql.Integer, nullable=False),
    sql.Column("statements", sql.Integer, nullable=False),
)
# The notices that correct or withdraw what was published, with their places; see corrections.py for their subjects.
notice = sql.Table(
    "notice",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("kind", STRING, nullable=False),
    sql.Column("paragraph", sql.Integer, nullable=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("was", TEXT),
    sql.Column("now", TEXT),
)
# What an article said before its source changed, paragraph by paragraph; see storing.py.
earlier = sql.Table(
    "earlier",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("article_key", sql.ForeignKey("article.key"), nullable=False, index=True),
    sql.Column("replaced", STRING, nullable=False),  # when
    sql.Column("paragraph", sql.Integer),  # its number then; None if it was added
    sql.Column("role", STRING),
    sql.Column("text", _Words),
    sql.Column("page", sql.Integer),
    sql.Column("became", _Words),  # the text that replaced it; None if it was removed
    sqlite_autoincrement=True,
)
# Labels and custom fields of articles; see labels.py for who set them.
label = sql.Table(
    "label",
    tables,
    sql.Column("article_key", sql.ForeignKey("article.key"), primary_key=True),
    sql.Column("text", STRING, primary_key=True, index=True),
    sql.Column("given", STRING, nullable=False),
)

# Watched sources and their state; see watched.py. Times are seconds since 1970.
watched = sql.Table(
    "watched",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("id", STRING, nullable=False, unique=True),
    sql.Column("place", STRING, nullable=False, unique=True),  # a folder's path, or an address
    sql.Column("kind", STRING, nullable=False),
    sql.Column("name", TEXT, nullable=False),
    sql.Column("created", sql.Double, nullable=False),
    sql.Column("paused", sql.Boolean, nullable=False),
    sql.Column("every", sql.Double),  # seconds; None for the interval of the settings
    sql.Column("due", sql.Double, nullable=False),
    sql.Column("turns", NUMBER, nullable=False),  # how many were begun
    sql.Column("held", STRING),  # by whom, while its turn lasts
    sql.Column("succeeded", sql.Double),
    sql.Column("failed", sql.Double),
    sql.Column("failure", TEXT),
    sql.Column("failures", sql.Integer, nullable=False),  # since it last succeeded
    sql.Column("brought", TEXT, nullable=False),  # when it recently added articles, as JSON
    sql.Column("validators", TEXT),  # of what was read last, as JSON
    sqlite_autoincrement=True,
)
watched_page = sql.Table(
    "watched_page",
    tables,
    sql.Column("watched_key", sql.ForeignKey("watched.key"), primary_key=True),
    sql.Column("address", STRING, primary_key=True),
    sql.Column("mark", STRING, nullable=False),  # a hash of its entry in the feed
    sql.Column("tries", sql.Integer, nullable=False),  # failed tries; 0 if it was read
)
watched_article = sql.Table(
    "watched_article",
    tables,
    sql.Column("watched_key", sql.ForeignKey("watched.key"), primary_key=True),
    sql.Column("article_id", STRING, primary_key=True),
    sql.Column("identity", STRING, nullable=False),
    sql.Column("own", sql.Boolean, nullable=False),  # whether it was not there before the source
    sql.Index("watched_article_id", "article_id"),
)
# Alerts and the passages that they reported; see alerts.py.
alert = sql.Table(
    "alert",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("id", STRING, nullable=False, unique=True),
    sql.Column("owner", STRING, nullable=False, index=True),
    sql.Column("question", TEXT),
    sql.Column("speaker", TEXT),
    sql.Column("about", TEXT),
    sql.Column("created", sql.Double, nullable=False),
    sql.Column("seen", NUMBER, nullable=False),  # the last change of the catalog that was searched
    sql.Column("token", STRING, unique=True),  # a hash of what opens its feed
    sql.Column("webhook", TEXT),
    sql.Column("secret", STRING),
    sqlite_autoincrement=True,
)
alert_item = sql.Table(
    "alert_item",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("alert_key", sql.ForeignKey("alert.key"), nullable=False),
    sql.Column("digest", STRING, nullable=False),  # a hash of the words
    sql.Column("found", sql.Double),  # None for what was there before the alert
    sql.Column("value", TEXT, nullable=False),  # as JSON
    sql.Column("sent", sql.Double),
    sql.Column("tries", sql.Integer, nullable=False),
    sql.Column("due", sql.Double),  # when it is to be sent; None if never
    sql.UniqueConstraint("alert_key", "digest"),
    sql.Index("alert_item_due", "due"),
    sqlite_autoincrement=True,
)
# Which of several processes holds a lease; see leases.py.
lease = sql.Table(
    "lease",
    tables,
    sql.Column("name", STRING, primary_key=True),
    sql.Column("holder", STRING, nullable=False),
    sql.Column("beat", NUMBER, nullable=False),
    sql.Column("renewed", sql.Double, nullable=False),  # for people; the beats decide who holds it
)


INDEXED = 60  # characters


def beginning(column: sql.ColumnElement[str | None]) -> sql.ColumnElement[str]:
    """The indexed part of a name: PostgreSQL refuses to index several kilobytes, and names have no limit."""
    return sql.func.substr(column, sql.literal_column("1"), sql.literal_column(str(INDEXED)), type_=STRING)


sql.Index("statement_speaker", beginning(statement.c.speaker), statement.c.article_key)
sql.Index("naming_name", beginning(naming.c.name), naming.c.article_key)


COPYING = "copying"  # the setting of a catalog that is an incomplete copy, naming its source; see copying.py


def version_of(connection: sql.Connection) -> int | None:
    """The version of the existing tables; None if they, or some of this version's, are still to be created."""
    there = {*sql.inspect(connection).get_table_names()}
    known = {row.key: row.value for row in connection.execute(sql.select(setting))} if setting.name in there else {}
    if not {"schema", "identity"} <= known.keys():
        return None
    version = int(known["schema"])
    return version if version != SCHEMA_VERSION or {*tables.tables} <= there else None


def make_tables(connection: sql.Connection) -> int:
    """Creates missing tables; returns the version of existing ones, or this program's if there were none."""
    tables.create_all(connection)
    for key, value in (("schema", str(SCHEMA_VERSION)), ("identity", uuid.uuid4().hex)):
        connection.execute(insert_new(connection, setting).values(key=key, value=value))
    return int(connection.scalar(sql.select(setting.c.value).where(setting.c.key == "schema")) or 0)


def bring_up_to_date(connection: sql.Connection) -> None:
    """Creates the tables and columns that an older version lacks."""
    tables.create_all(connection)
    for table in tables.sorted_tables:
        there = {column["name"] for column in sql.inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")
    connection.execute(sql.update(setting).where(setting.c.key == "schema").values(value=str(SCHEMA_VERSION)))
