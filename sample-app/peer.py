#!/usr/bin/env python3
"""Takes part in the sample: works on tasks, finds factors, says something on the bus, and shows prices.

    python3 sample-app/peer.py                    the sample runs on this machine, at port 8080
    python3 sample-app/peer.py http://hub:8080    it runs elsewhere, in the profile hub

Needs pyzmq (Debian: python3-zmq). Ctrl-C ends it.
"""
import json
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import zmq


def find(page, kind, name):
    """The tcp endpoint where a socket of the sample listens, as its actuator says."""
    with urllib.request.urlopen(f"{page}/actuator/zmq/{kind}/{name}") as answer:
        endpoints = [each["endpoint"] for each in json.load(answer)["endpoints"]]
    port = next(each for each in endpoints if each.startswith("tcp://")).rsplit(":", 1)[1]
    return f"tcp://{urlsplit(page).hostname}:{port}"


def primes_below(limit):
    return sum(all(number % divisor for divisor in range(2, int(number ** 0.5) + 1)) for number in range(2, limit))


def factors_of(number):
    factors, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return factors + [number] if number > 1 else factors


def main(page):
    with zmq.Context() as context, \
            context.socket(zmq.PULL) as tasks, context.socket(zmq.PUSH) as results, \
            context.socket(zmq.REP) as requests, context.socket(zmq.SUB) as prices, context.socket(zmq.PUB) as notes:
        context.linger = 0
        tasks.rcvhwm = 10
        tasks.connect(find(page, "sockets", "tasks-out"))
        results.connect(find(page, "sockets", "results-in"))
        requests.connect(find(page, "requesters", "factors"))
        prices.subscribe("EURUSD")
        prices.connect(find(page, "sockets", "market-out"))
        notes.connect(find(page, "sockets", "bus-in"))
        poller = zmq.Poller()
        for socket in (tasks, requests, prices):
            poller.register(socket, zmq.POLLIN)
        print(f"connected to {page}", flush=True)
        said = 0
        while True:
            ready = dict(poller.poll(1000))
            if tasks in ready:
                task = tasks.recv_json()
                results.send_json({"id": task["id"], "primes": primes_below(task["below"]), "worker": "python",
                                   "sentAt": task["sentAt"]})
            if requests in ready:
                *headers, question = requests.recv_multipart()
                number = json.loads(question)["number"]
                requests.send_json({"number": number, "factors": factors_of(number), "responder": "python"})
            if prices in ready:
                symbol, price = prices.recv_multipart()
                if time.monotonic() - said > 5:
                    said = time.monotonic()
                    text = f"{symbol.decode()} is at {json.loads(price)['amount']}"
                    print(text, flush=True)
                    notes.send_multipart([b"python", json.dumps({"from": "python", "text": text}).encode()])


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080")
    except KeyboardInterrupt:
        pass
    except urllib.error.URLError as failure:
        sys.exit(f"the sample does not answer: {failure.reason}")
