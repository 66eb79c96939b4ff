#include "crypto/age/open_payload.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "crypto/age/errc.hpp"
#include "crypto/age/payload_cipher.hpp"

namespace crypto::age {

struct PayloadOpener::State {
    State(const PayloadKey& key, std::function<void(ByteView)> output)
        : cipher(new_payload_cipher(key, Direction::open)), sink(std::move(output)) {
        pending.reserve(sealed_chunk_bytes);
    }

    CipherPtr cipher;
    std::function<void(ByteView)> sink;
    std::uint64_t number = 0;  // of the next chunk
    Bytes pending;             // ciphertext not yet opened: at most one chunk
    SecretBytes plaintext = SecretBytes(chunk_bytes);

    // Decrypts into `plaintext`; true when the tag is right. Nothing is released here.
    bool decrypt(ByteView chunk, bool last) {
        const auto nonce = chunk_nonce(number, last);
        const std::size_t size = chunk.size() - tag_bytes;
        std::array<std::uint8_t, tag_bytes> tag;  // OpenSSL takes it by pointer to mutable
        std::ranges::copy(chunk.last(tag_bytes), tag.begin());
        int count = 0, none = 0;
        if (EVP_DecryptInit_ex2(cipher.get(), nullptr, nullptr, nonce.data(), nullptr) != 1 ||
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) != 1 ||
            EVP_DecryptUpdate(cipher.get(), plaintext.data(), &count, chunk.data(), static_cast<int>(size)) != 1) {
            throw std::runtime_error("OpenSSL does not decrypt");
        }
        return EVP_DecryptFinal_ex(cipher.get(), plaintext.data() + count, &none) == 1;
    }

    void release(ByteView chunk) {
        ++number;
        if (chunk.size() > tag_bytes) sink(ByteView(plaintext).first(chunk.size() - tag_bytes));
    }

    // A full chunk with more behind it: it may not be the last one. If it is, it is authentic and released, and what
    // follows it is the fault (CCTV stream_two_final_chunks, stream_trailing_garbage).
    std::error_code open_inner(ByteView chunk) {
        const bool inner = decrypt(chunk, false);
        if (!inner && !decrypt(chunk, true)) return errc::payload_tampered;
        release(chunk);
        return inner ? std::error_code() : errc::payload_tampered;
    }
};

PayloadOpener::PayloadOpener(const PayloadKey& key, std::function<void(ByteView)> sink)
    : state_(std::make_unique<State>(key, std::move(sink))) {}
PayloadOpener::PayloadOpener(PayloadOpener&&) noexcept = default;
PayloadOpener::~PayloadOpener() = default;

std::error_code PayloadOpener::write(ByteView ciphertext) {
    Bytes& pending = state_->pending;
    while (!ciphertext.empty()) {
        if (pending.size() == sealed_chunk_bytes) {
            if (const auto error = state_->open_inner(pending)) return error;
            pending.clear();
        }
        if (pending.empty() && ciphertext.size() > sealed_chunk_bytes) {  // straight from the caller's buffer
            if (const auto error = state_->open_inner(ciphertext.first(sealed_chunk_bytes))) return error;
            ciphertext = ciphertext.subspan(sealed_chunk_bytes);
            continue;
        }
        const ByteView part = ciphertext.first(std::min(ciphertext.size(), sealed_chunk_bytes - pending.size()));
        append(pending, part);
        ciphertext = ciphertext.subspan(part.size());
    }
    return {};
}

std::error_code PayloadOpener::finish() {
    const ByteView chunk = state_->pending;
    if (chunk.size() < tag_bytes) return errc::payload_truncated;
    if (state_->decrypt(chunk, true)) {
        // An empty last chunk is the empty file's; after others it would be a second way to write the same file.
        if (chunk.size() == tag_bytes && state_->number > 0) return errc::payload_tampered;
        state_->release(chunk);
        return {};
    }
    // Cut exactly between two chunks: what is left is authentic, and not the end.
    if (chunk.size() == sealed_chunk_bytes && state_->decrypt(chunk, false)) {
        state_->release(chunk);
        return errc::payload_truncated;
    }
    return errc::payload_tampered;
}

}  // namespace crypto::age
