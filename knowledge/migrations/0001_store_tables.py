"""The store's tables, frozen as they were first made."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

TABLES = """
CREATE TABLE store_product (
    id serial PRIMARY KEY,
    sku text NOT NULL,
    branch text NOT NULL DEFAULT '',
    name text NOT NULL,
    brand text NOT NULL DEFAULT '',
    category text NOT NULL DEFAULT '',
    unit text NOT NULL DEFAULT '',
    price numeric(12, 2) NOT NULL,
    stock numeric(14, 3) NOT NULL,
    aliases text NOT NULL DEFAULT '',
    extra jsonb NOT NULL DEFAULT '{}',
    UNIQUE (sku, branch)
);
CREATE TABLE store_offer (
    id serial PRIMARY KEY,
    name text NOT NULL,
    sku text NOT NULL DEFAULT '',
    offer_price numeric(12, 2),
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    description text NOT NULL DEFAULT '',
    extra jsonb NOT NULL DEFAULT '{}',
    UNIQUE (name, sku, valid_from)
);
CREATE TABLE store_account (
    id serial PRIMARY KEY,
    number text NOT NULL UNIQUE,
    holder text NOT NULL,
    id_number text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    status varchar(20) NOT NULL,
    balance numeric(14, 2) NOT NULL,
    due_date date,
    extra jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX store_account_phones ON store_account USING gin (string_to_array(phone, ' '));
CREATE TABLE store_vacancy (
    id serial PRIMARY KEY,
    title text NOT NULL,
    location text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    closes_on date,
    apply_to text NOT NULL DEFAULT '',
    extra jsonb NOT NULL DEFAULT '{}',
    UNIQUE (title, location)
);
CREATE TABLE store_branch (
    id serial PRIMARY KEY,
    name text NOT NULL UNIQUE,
    address text NOT NULL,
    phone text NOT NULL DEFAULT '',
    hours text NOT NULL DEFAULT '',
    latitude double precision,
    longitude double precision,
    extra jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE store_document (
    id serial PRIMARY KEY,
    name text NOT NULL UNIQUE,
    title text NOT NULL,
    body text NOT NULL,
    extra jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE store_import (
    id serial PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    source text NOT NULL,
    counts jsonb NOT NULL DEFAULT '{}'
);
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(TABLES)
