"""Migrations of the schema, by Alembic, shipped with the package."""
