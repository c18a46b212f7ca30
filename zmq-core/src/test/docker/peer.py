"""A libzmq peer that does what it is told, line by line.

Each connection to the control port gets a process of its own, which first tells its process id and then answers every line
"verb argument ..." with "ok result" or "error reason". The process ends with its connection.
"""
import os
import signal
import socketserver
import subprocess
import sys
import time
import zlib
from pathlib import Path

import zmq

CONTROL_PORT = int(sys.argv[1])
LIMIT_MS = 30_000
BLOCK = bytes(range(251))


def body(size, seed):
    return (BLOCK * (size // len(BLOCK) + 2))[seed % len(BLOCK):][:size]


def frames(sizes):
    return [body(int(size), seed) for seed, size in enumerate(sizes.split(","))]


def describe(message):
    return ",".join(f"{len(frame)}:{zlib.crc32(frame):x}" for frame in message)


def number(message):
    """The number a message of one frame begins with; what follows it is padding."""
    if len(message) != 1:
        raise ValueError(f"one frame expected, not {len(message)}")
    return int(message[0].rstrip(b"."))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def states(pid):
    """The states of a process's threads as the kernel tells them; none when it has ended."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return {state for task in tasks if (state := state_of(task))}


def state_of(task):
    """None when that thread has ended: others of its process may still run, and hold its ports."""
    try:
        return task.joinpath("stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


class Peer(socketserver.StreamRequestHandler):

    def handle(self):
        self.context = zmq.Context()
        self.reply(os.getpid())
        for line in self.rfile:
            verb, *arguments = line.decode().split()
            try:
                result = getattr(self, "do_" + verb)(*arguments)
                self.reply("ok", "" if result is None else result)
            except Exception as error:
                self.reply("error", repr(error))

    def reply(self, *words):
        self.wfile.write((" ".join(map(str, words)) + "\n").encode())

    def do_version(self):
        return zmq.zmq_version()

    def do_open(self, kind, *options):
        self.socket = self.context.socket(getattr(zmq, kind))
        self.socket.rcvtimeo = self.socket.sndtimeo = LIMIT_MS
        self.socket.linger = 0
        for option in options:
            name, value = option.split("=")
            self.socket.setsockopt(getattr(zmq, name), int(value))

    def do_bind(self, endpoint):
        self.socket.bind(endpoint)

    def do_connect(self, endpoint):
        self.socket.connect(endpoint)

    def do_send(self, sizes):
        self.socket.send_multipart(frames(sizes))

    def do_receive(self):
        return describe(self.socket.recv_multipart())

    def do_echo(self):
        self.socket.send_multipart(self.socket.recv_multipart())

    def do_look(self):
        """A socket that is not used does not know of peers that have come, and sends them nothing."""
        self.socket.poll(0)

    def do_subscribe(self, topic=""):
        self.do_look()
        self.socket.subscribe(bytes.fromhex(topic))

    def do_unsubscribe(self, topic=""):
        self.socket.unsubscribe(bytes.fromhex(topic))

    def do_sendhex(self, body=""):
        self.do_look()
        self.socket.send(bytes.fromhex(body))

    def do_count(self, first, how_many):
        for each in range(int(first), int(first) + int(how_many)):
            self.socket.send(b"%d" % each)

    def do_expect(self, first, how_many):
        for expected in range(int(first), int(first) + int(how_many)):
            received = number(self.socket.recv_multipart())
            if received != expected:
                raise ValueError(f"{expected} expected, not {received}")

    def do_until(self, last):
        """Receives numbers up to one that is the last: as ranges, in the order in which they came."""
        ranges = []
        while not ranges or ranges[-1][1] != int(last):
            received = number(self.socket.recv_multipart()[-1:])
            if ranges and ranges[-1][1] + 1 == received:
                ranges[-1][1] = received
            else:
                ranges.append([received, received])
        return ",".join(f"{first}-{end}" for first, end in ranges)

    def do_drop(self, port, percent):
        """Drops packets of TCP connections that have a port on either side, in both directions: so many of a hundred."""
        some = () if percent == "100" else ("-m", "statistic", "--mode", "random", "--probability", str(int(percent) / 100))
        for chain in "INPUT", "OUTPUT":
            for side in "--sport", "--dport":
                run("iptables", "-A", chain, "-p", "tcp", side, port, *some, "-j", "DROP")

    def do_dropped(self):
        """How many packets were dropped since the network was healed."""
        rows = run("iptables", "-L", "-v", "-x", "-n").splitlines()
        return sum(int(row.split()[0]) for row in rows if " DROP " in row)

    def do_limit(self, kbit):
        """Sends no faster than so many thousand bits per second, whatever the port."""
        run("tc", "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate", kbit + "kbit", "burst", "4kb", "latency", "1s")

    def do_heal(self):
        """Ends what was done to the network."""
        run("iptables", "-F", "INPUT")
        run("iptables", "-F", "OUTPUT")
        subprocess.run(["tc", "qdisc", "del", "dev", "eth0", "root"], capture_output=True)

    def do_signal(self, name, pid):
        """Sends a signal to another peer; answers when it has taken effect."""
        os.kill(int(pid), getattr(signal, "SIG" + name))
        done = {"KILL": lambda s: s <= {"Z", "X"}, "STOP": lambda s: s == {"T"}, "CONT": lambda s: "T" not in s}[name]
        while not done(states(pid)):
            time.sleep(0.001)


class Control(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64


if __name__ == "__main__":
    os.umask(0)
    with Control(("", CONTROL_PORT), Peer) as control:
        print("libzmq", zmq.zmq_version(), "listens for orders", file=sys.stderr)
        control.serve_forever(poll_interval=0.05)
