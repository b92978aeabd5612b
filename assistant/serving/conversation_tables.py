"""The tables of saved conversations."""

from __future__ import annotations

import sqlalchemy as sql

from index.store.tables import NUMBER, STRING, TEXT

SCHEMA_VERSION = 1

tables = sql.MetaData()
# Only in a file; in a database that servers share, the articles already have a table of that name.
of_a_file = sql.MetaData()
setting = sql.Table(
    "setting", of_a_file, sql.Column("key", STRING, primary_key=True), sql.Column("value", STRING, nullable=False)
)
conversation = sql.Table(
    "conversation",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("id", STRING, nullable=False, unique=True),
    sql.Column("owner", STRING, nullable=False, index=True),
    sql.Column("title", TEXT, nullable=False),
    sql.Column("folded", TEXT, nullable=False),  # the title in searchable form
    sql.Column("created", STRING, nullable=False),
    sql.Column("updated", STRING, nullable=False),
    sqlite_autoincrement=True,
)
turn = sql.Table(
    "turn",
    tables,
    sql.Column("key", NUMBER, primary_key=True),
    sql.Column("conversation_key", sql.ForeignKey("conversation.key"), nullable=False, index=True),
    sql.Column("owner", STRING, nullable=False),
    sql.Column("answer_id", STRING, nullable=False),
    sql.Column("answer", TEXT, nullable=False),  # the whole answer/1, as JSON
    sql.Column("paragraphs", TEXT, nullable=False),  # the cited paragraphs by revision, as JSON
    sql.Column("folded", TEXT, nullable=False),  # question and answer in searchable form
    sql.Column("vote", STRING),
    sql.Column("comment", TEXT, nullable=False, default=""),
    sql.Column("shared", STRING, unique=True),  # the id of its link, if shared
    sql.UniqueConstraint("owner", "answer_id"),
    sqlite_autoincrement=True,
)
