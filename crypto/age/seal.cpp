#include "crypto/age/seal.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "crypto/age/payload_cipher.hpp"
#include "crypto/age/scrypt.hpp"
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

std::string make_header(const FileKey& file_key, std::string_view stanzas) {
    std::string header = "age-encryption.org/v1\n";
    header.append(stanzas).append("---");
    const Digest mac = header_mac(file_key, as_bytes(header));
    return header.append(" ").append(base64_encode_unpadded(mac)).append("\n");
}

}  // namespace

struct Sealer::State {
    // Writes the header and the nonce.
    State(const FileKey& file_key, std::string_view stanzas, Sink output) : sink(std::move(output)) {
        const std::string header = make_header(file_key, stanzas);
        const PayloadNonce nonce = random_array<std::tuple_size_v<PayloadNonce>>();
        cipher = new_payload_cipher(payload_key(file_key, nonce), Direction::seal);
        pending.reserve(chunk_bytes);
        sink(as_bytes(header));
        sink(nonce);
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
    if (recipients.empty()) throw std::invalid_argument("seal: no recipients");
    if (recipients.size() > stanzas_max) return std::unexpected(errc::too_many_recipients);
    if (are_mixed(recipients)) return std::unexpected(errc::mixed_recipients);
    const auto file_key = random_secret<FileKey>();
    std::string stanzas;
    for (const Recipient& recipient : recipients) {
        const auto stanza = std::visit([&](const auto& r) { return wrap_file_key(file_key, r); }, recipient);
        if (!stanza) return std::unexpected(stanza.error());
        stanzas += encode_stanza(*stanza);
    }
    return Sealer(std::make_unique<State>(file_key, stanzas, std::move(sink)));
}

Sealer Sealer::start(const Passphrase& passphrase, Sink sink, unsigned log_n) {
    const auto file_key = random_secret<FileKey>();
    const std::string stanza = encode_stanza(wrap_file_key(file_key, passphrase, log_n));
    return Sealer(std::make_unique<State>(file_key, stanza, std::move(sink)));
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

Bytes seal(const Passphrase& passphrase, ByteView plaintext, unsigned log_n) {
    Bytes file;
    auto sealer = Sealer::start(passphrase, [&file](ByteView more) { append(file, more); }, log_n);
    sealer.write(plaintext);
    sealer.finish();
    return file;
}

}  // namespace crypto::age
