"""What speed is measured with: real page sizes, loopback, CPU seconds, ratios within one run."""
