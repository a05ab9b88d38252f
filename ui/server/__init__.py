"""What stands between the net and the pages: gate, hosts, connections, limits, routes, downloads.

gate            who is let in: names of the server, and how many pages at once (gate)
route           an address under /lib that the player asks beside the page (routes)
download        a file that is made on demand, two at a time
handout         a lesson for paper
"""
