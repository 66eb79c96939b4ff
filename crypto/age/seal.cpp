#include "crypto/age/seal.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "crypto/age/payload_cipher.hpp"
#include "crypto/age/wrap.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

// One type of recipient per file: a classic stanza beside a hybrid one would undo the hybrid's protection (C2SP age,
// "The MLKEM768-X25519 recipient type").
bool are_mixed(const std::vector<Recipient>& recipients) {
    return std::ranges::any_of(recipients, [&](const Recipient& r) { return r.index() != recipients.front().index(); });
}

std::expected<std::string, std::error_code> make_header(const FileKey& file_key,
                                                        const std::vector<Recipient>& recipients) {
    std::string header = "age-encryption.org/v1\n";
    for (const Recipient& recipient : recipients) {
        const auto stanza = std::visit([&](const auto& r) { return wrap_file_key(file_key, r); }, recipient);
        if (!stanza) return std::unexpected(stanza.error());
        header += encode_stanza(*stanza);
    }
    header += "---";
    const Digest mac = header_mac(file_key, as_bytes(header));
    return header.append(" ").append(base64_encode_unpadded(mac)).append("\n");
}

}  // namespace

struct Sealer::State {
    State(const PayloadKey& key, Sink output)
        : cipher(new_payload_cipher(key, Direction::seal)), sink(std::move(output)) {
        pending.reserve(chunk_bytes);
    }

    CipherPtr cipher;
    Sink sink;
    std::uint64_t number = 0;  // of the next chunk
    SecretBytes pending;       // plaintext not yet sealed: at most one chunk
    Bytes sealed = Bytes(sealed_chunk_bytes);
    bool finished = false;

    void seal_chunk(ByteView plaintext, bool last) {
        const auto nonce = chunk_nonce(number++, last);
        int count = 0, none = 0;
        if (EVP_EncryptInit_ex2(cipher.get(), nullptr, nullptr, nonce.data(), nullptr) != 1 ||
            EVP_EncryptUpdate(cipher.get(), sealed.data(), &count, plaintext.data(),
                              static_cast<int>(plaintext.size())) != 1 ||
            EVP_EncryptFinal_ex(cipher.get(), sealed.data() + count, &none) != 1 ||
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, sealed.data() + plaintext.size()) !=
                1) {
            throw std::runtime_error("OpenSSL does not encrypt");
        }
        sink(ByteView(sealed).first(plaintext.size() + tag_bytes));
    }
};

Sealer::Sealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

std::expected<Sealer, std::error_code> Sealer::start(const std::vector<Recipient>& recipients, Sink sink) {
    if (recipients.empty() || recipients.size() > stanzas_max)
        throw std::invalid_argument("seal: no or too many recipients");
    if (are_mixed(recipients)) return std::unexpected(errc::mixed_recipients);
    const auto file_key = random_secret<FileKey>();
    const auto header = make_header(file_key, recipients);
    if (!header) return std::unexpected(header.error());
    const PayloadNonce nonce = random_array<std::tuple_size_v<PayloadNonce>>();
    auto state = std::make_unique<State>(payload_key(file_key, nonce), std::move(sink));
    state->sink(as_bytes(*header));
    state->sink(nonce);
    return Sealer(std::move(state));
}

// A full chunk is sealed only once more follows: the last chunk, which may be full, has its own nonce.
void Sealer::write(ByteView plaintext) {
    if (state_->finished) throw std::logic_error("seal: written to after the end");
    SecretBytes& pending = state_->pending;
    while (!plaintext.empty()) {
        if (pending.size() == chunk_bytes) {
            state_->seal_chunk(pending, false);
            pending.clear();
        }
        if (pending.empty() && plaintext.size() > chunk_bytes) {  // straight from the caller's buffer
            state_->seal_chunk(plaintext.first(chunk_bytes), false);
            plaintext = plaintext.subspan(chunk_bytes);
            continue;
        }
        const ByteView part = plaintext.first(std::min(plaintext.size(), chunk_bytes - pending.size()));
        pending.insert(pending.end(), part.begin(), part.end());
        plaintext = plaintext.subspan(part.size());
    }
}

void Sealer::finish() {
    if (state_->finished) throw std::logic_error("seal: finished twice");
    state_->finished = true;
    state_->seal_chunk(state_->pending, true);
}

std::expected<Bytes, std::error_code> seal(const std::vector<Recipient>& recipients, ByteView plaintext) {
    Bytes file;
    auto sealer = Sealer::start(recipients, [&file](ByteView more) { append(file, more); });
    if (!sealer) return std::unexpected(sealer.error());
    const std::size_t chunks = plaintext.size() / chunk_bytes + 1;
    file.reserve(file.size() + plaintext.size() + chunks * tag_bytes);
    sealer->write(plaintext);
    sealer->finish();
    return file;
}

std::expected<Bytes, std::error_code> seal(const std::vector<HybridRecipient>& recipients, ByteView plaintext) {
    return seal(std::vector<Recipient>(recipients.begin(), recipients.end()), plaintext);
}

}  // namespace crypto::age
