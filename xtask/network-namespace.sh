#!/bin/sh
# Runs a command in this network namespace after giving it a loopback and one interface
# that takes every packet and delivers none, so that an attempt to reach the network
# gets as far as it can and is counted. Started under `unshare --net`.
set -e
ip link set lo up
# A pair of which nobody listens at the far end; its kind is in every kernel.
ip link add sink0 type veth peer name sink1
# Nothing the kernel would send by itself.
for end in sink0 sink1; do ip link set $end addrgenmode none arp off multicast off; done
ip address add 198.51.100.1/24 dev sink0
for end in sink0 sink1; do ip link set $end up; done
ip route add default via 198.51.100.2 dev sink0
exec "$@"
