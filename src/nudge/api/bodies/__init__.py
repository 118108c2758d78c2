"""The JSON that goes in and out, the same over HTTP and on the command line; light to import."""
