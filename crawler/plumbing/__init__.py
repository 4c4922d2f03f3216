"""Scrapy middlewares and extensions: one step, one file."""
