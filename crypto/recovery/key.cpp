#include "crypto/recovery/key.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/kdf.hpp"

namespace crypto::recovery {
namespace {

template <class Seed>
Seed derive_seed(const RecoverySecret& secret, std::string_view info) {
    const SecretBytes bytes = hkdf_sha256(secret.expose(), {}, info, Seed::bytes_count);
    return Seed(std::span(bytes).template first<Seed::bytes_count>());
}

}  // namespace

RecoveryKey derive_key(const RecoverySecret& secret) {
    return {SigningKey(derive_seed<SigningSeed>(secret, "nfp-recovery-sign-v1")),
            age::HybridIdentity(derive_seed<age::HybridSeed>(secret, "nfp-recovery-age-v1"))};
}

Fingerprint fingerprint(const PublicKey& key) {
    const Digest digest = Sha256().update("nfp-recovery-sheet-v1\n").update(key.sign.bytes).update(key.age.bytes).finish();
    Fingerprint first;
    std::copy_n(digest.begin(), first.bytes.size(), first.bytes.begin());
    return first;
}

std::string Fingerprint::text() const {
    std::string text = hex_encode(bytes);
    for (std::size_t at = 4; at < text.size(); at += 5) text.insert(at, 1, ' ');
    return text;
}

}  // namespace crypto::recovery
