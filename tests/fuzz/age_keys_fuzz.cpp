// Keys as text: what is accepted is written back letter by letter, but for the case of the whole.
#include <algorithm>

#include "crypto/age/identity.hpp"
#include "crypto/age/recipient.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}
std::string plain(const crypto::SecretBytes& text) { return {text.begin(), text.end()}; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace crypto::age;
    const auto text = fuzz::text(data, size);
    if (const auto key = HybridRecipient::parse(text)) fuzz::require(key->text() == lower(text));
    if (const auto key = X25519Recipient::parse(text)) fuzz::require(key->text() == lower(text));
    if (const auto key = HybridIdentity::parse(text)) fuzz::require(lower(plain(key->text())) == lower(text));
    if (const auto key = X25519Identity::parse(text)) fuzz::require(lower(plain(key->text())) == lower(text));
    return 0;
}
