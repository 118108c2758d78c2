"""Pledges: saying them back to whom they belong."""
