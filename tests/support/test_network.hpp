// A network in memory with everybody's keys: founds itself, admits states, and makes valid entries of each kind. Tests spoil
// these and submit them.
#pragma once

#include <map>
#include <memory>

#include "crypto/age/identity.hpp"
#include "protocol/body.hpp"
#include "protocol/enrolment.hpp"
#include "protocol/entry.hpp"
#include "protocol/network_state.hpp"

namespace test {

struct Person {
    protocol::Handle handle;
    protocol::Role role;
    crypto::SigningKey key;
    crypto::age::HybridIdentity age;
    crypto::tls::Key tls;
    std::string certificate_pem;

    protocol::DeviceKeys keys() const { return {.sign = key.verify_key(), .age = age.recipient(), .tls = tls.pin()}; }
    protocol::KeyId device() const { return protocol::KeyId::of(key.verify_key()); }
};
Person make_person(std::string_view handle);  // officer when the member is dmr, else focal point

class Network {
public:
    // Of the gateway with this log key and pin. States such as "fr". `now` gives entries their time.
    Network(crypto::note::Verifier log, crypto::tls::SpkiPin pin, std::vector<std::string> states, std::int64_t now);

    Person& officer() { return person("dmr.01"); }
    Person& person(const std::string& handle);
    const protocol::NetworkState& state() const { return state_; }
    std::uint64_t size() const { return accepted_; }  // entries given to accept()
    std::int64_t now() const { return now_; }
    void set_now(std::int64_t now) { now_ = now; }

    // ---- batches, all or nothing; what they make is known here once they have been given to accept() ----

    // Genesis, rotations of `dmr` and `network`, the DMR's own access list.
    std::vector<protocol::Entry> founding();
    // A new focal point who founds `state:xx`: designation, rotation, access list of the DMR if there is none, grant of
    // `network`.
    std::vector<protocol::Entry> admission(const std::string& handle, std::optional<std::int64_t> until = {});
    // A thematic group that these persons' states have joined, and its first epoch unless `with_key` is false.
    std::vector<protocol::Entry> group(const std::string& circle, const std::vector<std::string>& handles, bool with_key = true);
    // Applies entries that the gateway has taken.
    void accept(const std::vector<protocol::Entry>& entries);

    // ---- single entries ----

    // Sealed to the current epochs of these circles, such as {"network"} or {"dmr", "state:fr"}.
    protocol::Entry written(const Person& author, std::string_view kind, const std::vector<std::string>& circles,
                            std::vector<protocol::EntryId> refs = {}, std::string_view text = "text of the entry");
    protocol::Entry request(const Person& author, const std::vector<std::string>& circles = {"network"}) {
        return written(author, "request", circles);
    }
    protocol::Entry information(const Person& author, const std::vector<std::string>& circles = {"network"}) {
        return written(author, "information", circles);
    }
    protocol::Entry governing(const Person& author, const protocol::Claim& claim, std::vector<protocol::Audience> audience = {});
    // The next epoch of a circle, for exactly its members.
    protocol::Entry rotation(const Person& author, const std::string& circle, std::optional<std::uint64_t> epoch = {});

    // ---- parts, for tests that build something else ----

    protocol::Header draft(const Person& author, std::string_view kind) const;
    std::vector<protocol::Audience> audience_of(const std::vector<std::string>& circles) const;
    // Seals `content` to the header's audience and signs.
    protocol::Entry seal(const Person& author, protocol::Header header, const protocol::SecretJson& content) const;
    // Likewise, to these keys whatever the audience says.
    protocol::Entry seal_to(const std::vector<crypto::age::HybridRecipient>& to, const Person& author, protocol::Header header,
                            const protocol::SecretJson& content) const;
    // The circle's secret at its current epoch.
    const crypto::age::HybridIdentity& secret(const std::string& circle) const;

    protocol::InvitationFile invitation(const Person& officer, const std::string& handle, const std::string& gateway);
    protocol::Enrolment enrolment(const protocol::InvitationFile& invitation, const Person& person);

private:
    // Applies to the scratch state as well, so that the next entry of the batch builds on it.
    void add(std::vector<protocol::Entry>& batch, protocol::Entry entry);
    std::vector<crypto::age::HybridRecipient> recipients(const std::vector<protocol::Audience>& audience) const;

    crypto::note::Verifier log_;
    crypto::tls::SpkiPin pin_;
    std::vector<std::string> states_;
    std::int64_t now_;
    std::map<std::string, std::unique_ptr<Person>> persons_;
    protocol::NetworkState state_;     // accepted
    protocol::NetworkState scratch_;   // with the batch being made
    std::uint64_t accepted_ = 0;
    std::map<protocol::CircleEpoch, std::unique_ptr<crypto::age::HybridIdentity>> secrets_;
};

std::vector<crypto::Bytes> bytes_of(const std::vector<protocol::Entry>& entries);

}  // namespace test
