// A network in memory with every key at hand: entries are made as clients make them and judged as the register judges them.
#pragma once

#include <map>
#include <set>

#include "crypto/age/identity.hpp"
#include "crypto/random.hpp"
#include "protocol/entry.hpp"
#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"
#include "protocol/register_chain.hpp"

namespace protocol::test {

struct Device {
    Handle handle;
    crypto::SigningKey sign;
    crypto::age::HybridIdentity age;
    crypto::tls::SpkiPin tls;
    explicit Device(std::string_view handle_text);
    DeviceKeys keys() const { return {.sign = sign.verify_key(), .age = age.recipient(), .tls = tls}; }
    KeyId id() const { return KeyId::of(sign.verify_key()); }
};

class MemoryNetwork final : public Precedents {
public:
    // Founds a network with these states, whose officer is dmr.01, and admits these persons.
    explicit MemoryNetwork(const std::vector<std::string>& states = {"fr", "de", "gr"}, const std::vector<std::string>& admitted = {});

    std::int64_t now = 1'800'000'000;
    NetworkState state;
    crypto::SigningKey log_key = crypto::SigningKey::generate();
    std::map<std::string, Device> devices;
    std::map<CircleEpoch, crypto::age::HybridIdentity> secrets;

    Device& device(const std::string& handle) { return devices.at(handle); }
    std::string origin() const { return "gateway.example/nfp/0123456789abcdef"; }
    crypto::note::Verifier log() const { return {origin(), log_key.verify_key()}; }

    // A header by that device with nothing in its audience.
    Header header(const Device& author, std::string_view kind) const;
    // The same addressed to circles at their current epochs, sealed with `content`, signed.
    Entry written(const Device& author, std::string_view kind, const std::vector<std::string>& to, std::vector<EntryId> refs = {});
    Entry governing(const Device& author, const Claim& claim, std::string_view kind, std::vector<Audience> to = {});
    // Seals any bytes to the header's audience and signs.
    Entry finish(Header header, const Device& author, bool with_body);

    Entry rotation(const Device& author, const std::string& circle, std::optional<std::uint64_t> epoch = {});
    Entry grant(const Device& author, const std::string& circle, std::vector<std::uint64_t> epochs, const Audience& to);
    Entry designation(const Device& author, const Device& person, Role role, std::optional<std::int64_t> until = {});
    CircleEpoch current(const std::string& circle) const;

    std::error_code judge_now(const Entry& entry) const;
    // Judges, and appends when valid.
    std::error_code append(const Entry& entry);
    // Designation, default access list, founded circle and grant of `network`, as an approval does.
    void admit(const std::string& handle, std::optional<std::int64_t> until = {});
    std::uint64_t size() const { return size_; }

    std::optional<Precedent> find(const EntryId& id) const override;
    bool header_known(const crypto::Digest& hash) const override { return headers_.contains(hash); }

private:
    std::uint64_t size_ = 0;
    std::map<EntryId, Precedent> entries_;
    std::set<crypto::Digest> headers_;
};

}  // namespace protocol::test
