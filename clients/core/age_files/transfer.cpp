#include "clients/core/age_files/transfer.hpp"

#include <optional>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/passphrase_only.hpp"
#include "crypto/age/armor.hpp"
#include "crypto/age/open_file.hpp"
#include "crypto/age/seal.hpp"

namespace clients::age_files {
namespace {

using namespace crypto::age;

std::expected<Sealer, std::error_code> start_sealer(const SealedFor& sealed_for, Sink sink) {
    if (const auto* passphrase = std::get_if<Passphrase>(&sealed_for)) return Sealer::start(*passphrase, std::move(sink));
    return Sealer::start(std::get<std::vector<Recipient>>(sealed_for), std::move(sink));
}

// Hands every piece to `take`, whose error ends it.
template <class Take>
std::error_code for_each_piece(Source& from, const Moved& moved, Take take) {
    for (std::uint64_t bytes = 0;;) {
        const auto piece = from.next();
        if (!piece) return piece.error();
        if (piece->empty()) return {};
        if (const std::error_code error = take(*piece)) return error;
        moved(bytes += piece->size());
    }
}

std::error_code open_all(Source& from, FileOpener opener, const Moved& moved) {
    const auto error = for_each_piece(from, moved, [&](crypto::ByteView piece) { return opener.write(piece); });
    return error ? error : opener.finish();
}

std::error_code open_with_passphrase(Source& from, PlainSink sink, const PassphraseSource& passphrase, const Moved& moved) {
    PassphraseOnly only(passphrase);
    return only.refined(open_all(from, FileOpener(Opener(only.identities(), only.source(), std::move(sink))), moved));
}

std::error_code open_with_identities(Source& from, PlainSink sink, const std::vector<Identity>& identities, const Moved& moved) {
    const PassphraseSource refusing{.ask = [] { return std::unexpected(make_error_code(errc::passphrase_needed)); }};
    return open_all(from, FileOpener(Opener(identities, refusing, std::move(sink))), moved);
}

}  // namespace

std::error_code encrypt(Source& from, Destination& to, const SealedFor& sealed_for, Form form, const Moved& moved) {
    const Sink sink = [&to](crypto::ByteView bytes) { to.write(bytes); };
    std::optional<ArmorWriter> armor;
    if (form == Form::armored) armor.emplace(sink);
    auto sealer = start_sealer(sealed_for, armor ? [&armor](crypto::ByteView bytes) { armor->write(bytes); } : sink);
    if (!sealer) return sealer.error();
    const auto error = for_each_piece(from, moved, [&](crypto::ByteView piece) {
        sealer->write(piece);
        return std::error_code();
    });
    if (error) return error;
    sealer->finish();
    if (armor) armor->finish();
    return to.commit();
}

std::error_code decrypt(Source& from, Destination& to, const std::vector<Identity>& identities,
                        const PassphraseSource& passphrase, const Moved& moved) {
    const PlainSink sink = [&to](crypto::ByteView bytes) { to.write(bytes); };
    const auto error = identities.empty() ? open_with_passphrase(from, sink, passphrase, moved)
                                          : open_with_identities(from, sink, identities, moved);
    return error ? error : to.commit();
}

}  // namespace clients::age_files
