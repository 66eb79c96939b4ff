// Devices come with the signature of an older one, and are revoked.
#include <algorithm>

#include "protocol/authority/act.hpp"
#include "protocol/limits.hpp"

namespace protocol::authority {

std::error_code judge(const Act& act, const DeviceClaim& claim) {
    if (act.state.keys_used(claim.keys)) return errc::already_exists;
    if (act.author.devices.size() >= limits::devices_max) return errc::too_large;
    const auto line = device_line(act.state.network(), act.author.handle, claim.keys);
    const bool proved = crypto::verify(claim.keys.sign, crypto::Context::device, crypto::as_bytes(line), claim.proof);
    return proved ? std::error_code{} : errc::bad_signature;
}

std::error_code judge(const Act& act, const RevocationClaim& claim) {
    const bool may = act.author.handle == claim.handle || act.by_officer() || act.by_seat_of(claim.handle.member());
    if (!may) return errc::not_authorised;
    const Person* person = act.state.find_person(claim.handle);
    if (!person || person->devices.empty()) return errc::not_current;
    std::size_t gone = person->devices.size();
    if (claim.device) {
        if (!person->devices.contains(*claim.device)) return errc::not_current;
        const auto under = devices_under(*person, *claim.device, {});
        const auto falls = [&](const KeyId& key) { return key != *claim.device && under.contains(key); };
        if (!std::ranges::all_of(claim.keep, falls)) return errc::not_current;
        gone = devices_under(*person, *claim.device, claim.keep).size();
    }
    const bool ends = gone == person->devices.size() && person->role == Role::officer && person->active(act.at.time);
    return ends && !act.officer_remains({person->handle}, act.at.time) ? errc::last_officer : std::error_code{};
}

}  // namespace protocol::authority
