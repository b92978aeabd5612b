"""The tables of saved conversations: what is kept of each, column by column."""

from __future__ import annotations

import sqlalchemy as sql

SCHEMA_VERSION = 1

tables = sql.MetaData()
setting = sql.Table(
    "setting",
    tables,
    sql.Column("key", sql.String, primary_key=True),
    sql.Column("value", sql.String, nullable=False),
)
conversation = sql.Table(
    "conversation",
    tables,
    sql.Column("key", sql.Integer, primary_key=True),
    sql.Column("id", sql.String, nullable=False, unique=True),
    sql.Column("owner", sql.String, nullable=False, index=True),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("folded", sql.Text, nullable=False),  # the title as it is searched
    sql.Column("created", sql.String, nullable=False),
    sql.Column("updated", sql.String, nullable=False),
    sqlite_autoincrement=True,
)
turn = sql.Table(
    "turn",
    tables,
    sql.Column("key", sql.Integer, primary_key=True),
    sql.Column("conversation_key", sql.ForeignKey("conversation.key"), nullable=False, index=True),
    sql.Column("owner", sql.String, nullable=False),
    sql.Column("answer_id", sql.String, nullable=False),
    sql.Column("answer", sql.Text, nullable=False),  # the whole answer/1, as JSON
    sql.Column("paragraphs", sql.Text, nullable=False),  # the cited paragraphs by revision, as JSON
    sql.Column("folded", sql.Text, nullable=False),  # question and answer as they are searched
    sql.Column("vote", sql.String),
    sql.Column("comment", sql.Text, nullable=False, default=""),
    sql.Column("shared", sql.String, unique=True),  # the id of its link, where it has one
    sql.UniqueConstraint("owner", "answer_id"),
    sqlite_autoincrement=True,
)
