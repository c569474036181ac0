// How libcrypto starts. For programs, not for the library: a host's process is the host's.
#pragma once

namespace remit {

// Before libcrypto's first use. It then reads no configuration file: that takes longer than a
// decision, and one could name code to load into the gate. It also leaves its memory to the end of
// the process instead of tidying up.
void StartCryptoPlain();

}  // namespace remit
