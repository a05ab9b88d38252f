"""The line between a page and its server, which a test may cut, slow down or end."""


class Line:
    """Stands between a page and its server: passes messages on while it is not ``cut``, and can end the connection.

    While it is ``slow``, the server's messages wait for ``catch_up``.
    """

    def __init__(self, page):
        self.cut = self.slow = False
        self.waiting = []
        self.skip = set()  # numbers of messages that the page does not get
        self.always = False  # else only those of the first connection are skipped
        self.count = 0  # connections
        page.route_web_socket("**/_stcore/stream", self.connect)

    def connect(self, socket):
        self.socket, self.count = socket, self.count + 1
        skip, number = self.skip if self.count == 1 or self.always else set(), iter(range(10**9))
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if self.cut else server.send(message))
        server.on_message(lambda message: None if next(number) in skip or self.cut else self.pass_on(message))

    def pass_on(self, message):
        if self.slow:
            self.waiting.append(message)
        else:
            self.socket.send(message)

    def catch_up(self):
        self.slow = False
        while self.waiting:
            self.socket.send(self.waiting.pop(0))

    def end(self):
        self.cut = False
        self.socket.close(code=1011, reason="a test")
