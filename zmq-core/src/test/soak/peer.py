"""A peer of the soak program with libzmq: one socket in each lane, as io.zmqspring.core.soak.PeerMain has with our engine.

Orders come line by line on standard input ("bind LANE ENDPOINT", "connect LANE ENDPOINT", "go", "mute", "finish"), findings go
to standard output. One thread serves all sockets. The process ends with its input.
"""
import collections
import os
import random
import struct
import sys
import threading
import time
import zlib

import zmq

SEED, OWNER = int(sys.argv[1]), int(sys.argv[2])
MAGIC = 0x43484153
HEADER = struct.Struct(">IIqqiI")
TOPIC = b"CHAS"
LANES = ["PUSH_TO_US", "PUSH_TO_PEER", "SHARED_OUT", "SCATTER_TO_US", "SCATTER_TO_PEER", "PAIR", "CHANNEL",
         "REQUESTS_TO_US", "REQUESTS_TO_PEERS", "DEALER_TO_US", "DEALER_TO_PEER", "PUBLISHED", "SUBSCRIBED", "PROXY_IN",
         "PROXY_OUT", "REQUESTER", "RESPONDER"]
TYPES = {"PUSH_TO_US": zmq.PUSH, "PUSH_TO_PEER": zmq.PULL, "SHARED_OUT": zmq.PULL, "PAIR": zmq.PAIR,
         "REQUESTS_TO_US": zmq.REQ, "REQUESTS_TO_PEERS": zmq.REP, "DEALER_TO_US": zmq.DEALER,
         "DEALER_TO_PEER": zmq.ROUTER, "PUBLISHED": zmq.SUB, "SUBSCRIBED": zmq.PUB, "PROXY_IN": zmq.PUB,
         "PROXY_OUT": zmq.SUB, "REQUESTER": zmq.ROUTER, "RESPONDER": zmq.REQ}
SHARED_OUT = {"SHARED_OUT", "REQUESTS_TO_PEERS", "REQUESTER"}
SENDS = {zmq.PUSH, zmq.PAIR, zmq.DEALER, zmq.PUB}
ECHOES = {zmq.REP, zmq.ROUTER}
TICK = 0.15
COUNT_EVERY = 0.3
REPLY_PATIENCE = 4
BURST = 150
EARLIEST_NS = 15_000_000_000

dice = random.Random(SEED * 1000 + OWNER)
lock = threading.Lock()


def say(*words):
    with lock:
        print(*words, flush=True)


def fill(length, seed):
    return bytes((seed * 31 + i * 7) & 0xFF for i in range(length))


def further(number, index):
    return fill((number + index) % 300, number + index)


def message(stream, number, payload, more):
    head = HEADER.pack(MAGIC, stream, number, time.monotonic_ns(), more, payload)
    body = fill(payload, number)
    return [head + struct.pack(">I", zlib.crc32(head + body)) + body] + [further(number, i + 1) for i in range(more)]


class Lane:

    def __init__(self, context, name):
        self.name = name
        self.kind = TYPES[name]
        self.stream = OWNER * 64 + LANES.index(name)
        self.socket = context.socket(self.kind)
        self.socket.set_hwm(300)
        self.socket.linger = 300
        self.socket.reconnect_ivl = 50
        self.socket.reconnect_ivl_max = 1000
        self.socket.heartbeat_ivl = 1000
        self.socket.heartbeat_timeout = 3000
        self.socket.handshake_ivl = 3000
        if self.kind == zmq.REQ:
            self.socket.setsockopt(zmq.REQ_RELAXED, 1)
            self.socket.setsockopt(zmq.REQ_CORRELATE, 1)
        if self.kind == zmq.SUB:
            self.socket.subscribe(TOPIC)
        self.sent = self.received = self.number = 0
        self.highest = -1
        self.taken = []
        self.streams = {}
        self.asked = None
        self.next = time.monotonic() + dice.random() * TICK

    def tick(self, now):
        if self.kind == zmq.REQ:
            self.ask(now)
        elif self.kind in SENDS and now >= self.next:
            self.next = now + TICK
            for _ in range(BURST if dice.random() < 0.01 else 1):
                if not self.send_one():
                    break

    def send_one(self):
        payload = dice.randint(1000, 20000) if dice.random() < 0.005 else dice.randint(0, 200)
        more = 0 if dice.random() < 0.7 else dice.randint(1, 3)
        try:
            self.socket.send_multipart(message(self.stream, self.number, payload, more), zmq.NOBLOCK)
        except zmq.Again:
            return False
        self.number += 1
        self.sent += 1
        return True

    def ask(self, now):
        if self.asked is not None:
            if now - self.asked[0] > REPLY_PATIENCE:
                say("timed-out", self.name, self.asked[1])
                self.asked = None
        elif now >= self.next:
            self.next = now + TICK
            sent_ns = time.monotonic_ns()
            request = message(self.stream, self.number, dice.randint(0, 200), 0)
            try:
                self.socket.send_multipart(request, zmq.NOBLOCK)
            except zmq.Again:
                return
            self.number += 1
            self.sent += 1
            self.asked = (now, sent_ns, request)

    def receive(self):
        for _ in range(100):
            if self.kind == zmq.REQ and self.asked is None:
                return
            try:
                frames = self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            self.received += 1
            if self.kind == zmq.REQ:
                self.reply(frames)
                continue
            if self.kind in ECHOES:
                try:
                    self.socket.send_multipart(frames, zmq.NOBLOCK)
                    self.sent += 1
                except zmq.Again:
                    pass
            behind = frames[3:] if self.name == "REQUESTER" else frames[1:] if self.kind == zmq.ROUTER else frames
            self.check(behind)

    def reply(self, frames):
        if frames != self.asked[2]:
            say("wrong", self.name, "a reply to another request")
        else:
            self.highest = self.number - 1
        self.asked = None

    def check(self, frames):
        head = frames[0]
        if len(head) < 36:
            say("wrong", self.name, "a message of", len(head), "bytes")
            return
        magic, stream, number, sent_ns, more, payload = HEADER.unpack_from(head)
        checksum = struct.unpack_from(">I", head, 32)[0]
        whole = (magic == MAGIC and len(frames) == more + 1 and payload == len(head) - 36
                 and checksum == zlib.crc32(head[:32] + head[36:])
                 and all(frame == further(number, i + 1) for i, frame in enumerate(frames[1:])))
        if not whole:
            say("wrong", self.name, "a message with other bytes, stream", stream, "number", number)
            return
        self.highest = max(self.highest, number)
        if self.name in SHARED_OUT:
            self.taken.append(f"{stream}:{number}")
            return
        known = self.streams.get(stream)
        if known is None:
            say("first", self.name, stream, number)
            known = self.streams[stream] = [number - 1, sent_ns - EARLIEST_NS, set()]
        last, last_ns, missing = known
        if number > last:
            if number > last + 1:
                say("gap", self.name, stream, last, number, last_ns)
                missing.update(range(max(last + 1, number - 10_000), number))
            known[0], known[1] = number, sent_ns
        elif number in missing:
            missing.remove(number)
            say("late", self.name, stream, number)
        else:
            say("repeated", self.name, stream, number)

    def count(self):
        if self.taken:
            say("taken", self.name, *self.taken)
            self.taken = []
        say("count", self.name, self.sent, self.received, self.highest)


class Peer:

    def __init__(self):
        self.context = zmq.Context()
        self.lanes = []
        self.poller = zmq.Poller()
        self.orders = collections.deque()
        self.started = self.muted = False

    def run(self):
        next_count = time.monotonic()
        while True:
            while self.orders:
                self.obey(*self.orders.popleft())
            if not self.started:
                time.sleep(0.002)
                continue
            self.poller.poll(20)
            for lane in self.lanes:
                if lane.kind not in (zmq.PUSH, zmq.PUB):
                    lane.receive()
            now = time.monotonic()
            if not self.muted:
                for lane in self.lanes:
                    lane.tick(now)
            if now >= next_count:
                next_count = now + COUNT_EVERY
                for lane in self.lanes:
                    lane.count()

    def obey(self, order, *words):
        if order in ("bind", "connect"):
            lane = Lane(self.context, words[0])
            self.lanes.append(lane)
            getattr(lane.socket, order)(words[1])
            if order == "bind":
                say("bound", lane.name, lane.socket.last_endpoint.decode())
        elif order == "go":
            for lane in self.lanes:
                if lane.kind not in (zmq.PUSH, zmq.PUB):
                    self.poller.register(lane.socket, zmq.POLLIN)
            self.started = True
            say("ready")
        elif order == "mute":
            self.muted = True
        elif order == "finish":
            for lane in self.lanes:
                lane.receive() if lane.kind not in (zmq.PUSH, zmq.PUB) else None
                lane.count()
            say("bye")
            self.context.destroy(linger=300)
            os._exit(0)


peer = Peer()


def read():
    for line in sys.stdin:
        peer.orders.append(line.split())
    os._exit(0)


threading.Thread(target=read, daemon=True).start()
peer.run()
