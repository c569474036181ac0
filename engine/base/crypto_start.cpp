#include "engine/base/crypto_start.h"

#include <openssl/crypto.h>

#include "engine/base/check.h"

namespace remit {

void StartCryptoPlain() {
  const bool done =
      OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, nullptr) == 1;
  REMIT_CHECK(done, "libcrypto cannot be started");
}

}  // namespace remit
