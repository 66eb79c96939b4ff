// A network with two states and the entries that change who may do what in it.
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/protocol/memory_network.hpp"

namespace protocol::test {

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;

inline Handle handle(std::string_view text) { return *Handle::parse(text); }
inline Circle circle(std::string_view text) { return *Circle::parse(text); }
inline Member member(std::string_view text) { return *Member::parse(text); }

class Authority : public testing::Test {
protected:
    // ---- entries ----

    Entry device(const Device& by, const Device& added) {
        const auto line = device_line(net.state().network(), added.handle, added.keys());
        return net.governing(
            by, DeviceClaim{.keys = added.keys(), .proof = added.key.sign(crypto::Context::device, crypto::as_bytes(line))});
    }
    Entry revocation(const Device& by, std::string_view whom, std::optional<KeyId> which = {}, std::vector<KeyId> keep = {}) {
        std::ranges::sort(keep);
        return net.governing(
            by,
            RevocationClaim{.handle = handle(whom), .device = which, .keep = std::move(keep), .reason = RevocationReason::lost});
    }
    Entry consent(const Device& by, const Entry& proposal) { return net.governing(by, ConsentClaim{.proposal = proposal.id}); }

    // ---- what must succeed ----

    void take(const Entry& entry) {
        if (const auto error = net.append(entry)) throw std::runtime_error(entry.header.kind + ": " + error.message());
    }
    // A further person of a state, by an officer's proposal and the state's consent.
    Device& join(const std::string& text, Role role = Role::focal_point, const std::string& consenting = "fr.01") {
        Device& joiner = net.person(text);
        const Entry proposal = net.designation(dmr, joiner, role);
        take(proposal);
        take(consent(net.person(consenting), proposal));
        return joiner;
    }
    Device& second_officer() {
        Device& officer = net.person("dmr.02");
        take(net.designation(dmr, officer, Role::officer));
        return officer;
    }
    void end_founding() { net.pass(31 * day); }

    const Person& known(std::string_view text) const { return *net.state().find_person(handle(text)); }
    bool is_active(std::string_view text) const { return net.state().find_active(handle(text), net.now()) != nullptr; }
    bool knows(const Device& who, const CircleEpoch& epoch) const { return net.state().knowers(epoch).contains(who.device()); }
    Due due(std::string_view text) const { return net.state().due(circle(text), net.now()); }

    MemoryNetwork net{{"fr", "de", "gr"}, {"fr.01", "de.01"}};
    Device& dmr = net.person("dmr.01");
    Device& fr = net.person("fr.01");
    Device& de = net.person("de.01");
};

}  // namespace protocol::test
