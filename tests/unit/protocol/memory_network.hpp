// The network of tests/support with a register in memory: entries are made as clients make them and judged as the register does.
#pragma once

#include <map>
#include <set>

#include "crypto/random.hpp"
#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"
#include "protocol/register_chain.hpp"
#include "tests/support/test_network.hpp"

namespace protocol::test {

using Device = ::test::Person;  // Person is the protocol's
using ::test::make_person;

// A base, so that it is there before the network that names it.
struct LogKey {
    crypto::SigningKey log_key = crypto::SigningKey::generate();
    static std::string origin() { return "gateway.example/nfp/0123456789abcdef"; }
    crypto::note::Verifier log() const { return {origin(), log_key.verify_key()}; }
};

class MemoryNetwork final : public LogKey, public ::test::Network, public Precedents {
public:
    // Founds a network with these states, whose officer is dmr.01, and admits these persons.
    explicit MemoryNetwork(const std::vector<std::string>& states = {"fr", "de", "gr"},
                           const std::vector<std::string>& admitted = {});

    Entry grant(const Device& author, const std::string& circle, std::vector<std::uint64_t> epochs, const Audience& to);
    Entry designation(const Device& author, const Device& person, Role role, std::optional<std::int64_t> until = {});
    CircleEpoch current(const std::string& circle) const;
    void pass(std::int64_t seconds) { set_now(now() + seconds); }

    std::error_code judge_now(const Entry& entry) const;
    // Judges, and appends when valid.
    std::error_code append(const Entry& entry);
    // Designation, default access list, founded circle and grant of `network`, as an approval does.
    void admit(const std::string& handle, std::optional<std::int64_t> until = {});

    std::optional<Precedent> find(const EntryId& id) const override;
    bool header_known(const crypto::Digest& hash) const override { return headers_.contains(hash); }

private:
    void take(const std::vector<Entry>& batch);

    std::map<EntryId, Precedent> entries_;
    std::set<crypto::Digest> headers_;
};

}  // namespace protocol::test
