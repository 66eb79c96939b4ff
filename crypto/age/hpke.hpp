// The key schedule of HPKE base mode, single shot (RFC 9180, 5.1), for the suite of age's hybrid recipients: KEM 0x647a
// (MLKEM768-X25519, which is X-Wing), HKDF-SHA-256, ChaCha20-Poly1305. Internal to crypto/age.
#pragma once

#include "crypto/secret.hpp"

namespace crypto::age {

using KemSecret = Secret<32, struct KemSecretTag>;  // X-Wing shared secret
using HpkeKey = Secret<32, struct HpkeKeyTag>;
using HpkeNonce = Secret<12, struct HpkeNonceTag>;

struct HpkeContext {
    HpkeKey key;
    HpkeNonce base_nonce;
};

HpkeContext hpke_key_schedule(const KemSecret& shared_secret, std::string_view info);

}  // namespace crypto::age
