"""What the store sells, owes and says. `brain` binds `database` before anything here is used."""

from pathlib import Path

from peewee import (
    AutoField,
    CharField,
    DatabaseProxy,
    DateField,
    DateTimeField,
    DecimalField,
    DoubleField,
    JSONField,
    Model,
    TextField,
)

database = DatabaseProxy()
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATIONS_TABLE = "store_migration"


class StoreModel(Model):
    """A row that an import wrote; columns that we do not know are kept in `extra`."""

    id = AutoField()
    extra = JSONField(default=dict)

    class Meta:
        database = database
        legacy_table_names = False


class Product(StoreModel):
    """One product in one branch; `branch` is "" where the table has no such column."""

    sku = TextField()
    branch = TextField(default="")
    name = TextField()
    brand = TextField(default="")
    category = TextField(default="")
    unit = TextField(default="")
    price = DecimalField(max_digits=12, decimal_places=2)
    stock = DecimalField(max_digits=14, decimal_places=3)
    aliases = TextField(default="")

    class Meta:
        table_name = "store_product"


class Offer(StoreModel):
    """A price or a promise for some days; without a sku it is for the whole store."""

    name = TextField()
    sku = TextField(default="")
    offer_price = DecimalField(max_digits=12, decimal_places=2, null=True)
    valid_from = DateField()
    valid_to = DateField()
    description = TextField(default="")

    class Meta:
        table_name = "store_offer"


class Account(StoreModel):
    """A customer's account; `number` is digits only, `phone` digits, a blank between two."""

    number = TextField(unique=True)
    holder = TextField()
    id_number = TextField(default="")
    phone = TextField(default="")
    status = CharField(max_length=20)
    balance = DecimalField(max_digits=14, decimal_places=2)
    due_date = DateField(null=True)

    class Meta:
        table_name = "store_account"


class Vacancy(StoreModel):
    """A post the store wants to fill; open for ever without `closes_on`."""

    title = TextField()
    location = TextField(default="")
    description = TextField(default="")
    closes_on = DateField(null=True)
    apply_to = TextField(default="")

    class Meta:
        table_name = "store_vacancy"


class Branch(StoreModel):
    """A shop: where it is and when it is open."""

    name = TextField(unique=True)
    address = TextField()
    phone = TextField(default="")
    hours = TextField(default="")
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)

    class Meta:
        table_name = "store_branch"


class Document(StoreModel):
    """A policy, a guide or a page of frequent questions, in Markdown."""

    name = TextField(unique=True)
    title = TextField()
    body = TextField()

    class Meta:
        table_name = "store_document"


class Import(Model):
    """One row an import; the highest id is the version of the tables."""

    id = AutoField()
    at = DateTimeField()
    source = TextField()
    counts = JSONField(default=dict)

    class Meta:
        database = database
        table_name = "store_import"
