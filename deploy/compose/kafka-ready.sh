#!/bin/bash
# Whether the broker lists itself: then it has registered and left its fence, and topics can be made. A metadata request by
# hand (version 5, no topics, create none), because Kafka's own tools take seconds of a processor for each look.
set -euo pipefail
exec 3<>/dev/tcp/127.0.0.1/9092
printf '\x00\x00\x00\x0f\x00\x03\x00\x05\x00\x00\x00\x01\xff\xff\x00\x00\x00\x00\x00' >&3
# length, correlation id and throttle time take four bytes each; then comes the number of brokers
brokers=$(head -c 16 <&3 | tail -c 4 | od -An -tx1 | tr -d ' \n')
[ "$((16#$brokers))" -gt 0 ]
