"""Every fault of every network: what stands there afterwards is counted."""
