"""Encrypts what is confidential before it is stored."""
