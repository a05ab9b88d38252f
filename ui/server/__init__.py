"""What stands between the net and the pages: gate, hosts, connections, limits, routes, downloads."""
