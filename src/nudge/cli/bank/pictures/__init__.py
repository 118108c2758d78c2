"""The picture of a bank: what it covers, and a year of many people, as an SVG."""
