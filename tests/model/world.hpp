// A network in which everything is real but the encryption: entries are made, signed, parsed, judged and folded by protocol/, and
// the body of an entry is a list of locks. Whoever holds the token of one of them opens it, takes in the tokens inside, and keeps
// everything for ever. Encryption itself is proved by the age vectors; here it would only cost ten thousand times the time.
#pragma once

#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/ed25519.hpp"
#include "tests/model/cast.hpp"
#include "tests/model/dice.hpp"
#include "tests/model/reference.hpp"
#include "tests/model/rules.hpp"

namespace model {

inline constexpr std::size_t tokens_max = 1024;   // devices, sheets and epochs of one schedule
using Token = std::size_t;
using Tokens = std::bitset<tokens_max>;

inline constexpr std::int64_t minute_s = 60;
inline constexpr std::int64_t day_s = 86'400;

// A device, or the sheet of paper with a state's recovery key.
struct Machine {
    DeviceNumber number = 0;
    protocol::Handle handle;
    crypto::SigningKey key;
    Token age = 0;
    Tokens holds;

    protocol::KeyId id() const { return protocol::KeyId::of(key.verify_key()); }
    protocol::DeviceKeys keys() const;
};

// What the register holds of an entry besides its header.
struct Posted {
    std::vector<Token> locks;        // one for each of the audience
    std::vector<Token> handed;       // what a rotation or grant hands over
    std::optional<EntryNumber> message;
    Devices opened;
};

struct Draft {
    DeviceNumber author = 0;
    std::vector<protocol::Audience> audience;
    std::optional<protocol::Claim> claim;   // none: a message
    std::vector<Token> handed;
};

// A schedule is over: something was found.
struct Broken {
    std::string what;
};

class World final : public protocol::Precedents {
public:
    World(const Rules& rules, std::uint64_t seed, bool tracing);

    const Rules& rules;
    Dice dice;                       // for what the schedule's step leaves open
    Reference reference;
    Cast cast;
    std::set<std::string> offline;   // handles
    std::map<std::string, protocol::NetworkState> left_at;   // what somebody who went offline last knew

    const protocol::NetworkState& state() const { return state_; }
    std::int64_t now() const { return now_; }
    std::uint64_t size() const { return index_; }
    void pass(std::int64_t seconds);

    DeviceNumber make_machine(const protocol::Handle& handle);
    const Machine& machine(DeviceNumber number) const { return machines_[number]; }
    std::size_t machines() const { return machines_.size(); }
    std::optional<DeviceNumber> find(const protocol::KeyId& id) const;
    // Does the machine hold this secret of the circle?
    bool holds(DeviceNumber number, const protocol::CircleEpoch& secret) const;
    void uses_sheet(DeviceNumber sheet, DeviceNumber by);   // reads its key from the paper

    protocol::CircleEpoch current(const protocol::Circle& circle) const { return current(circle, state_); }
    static protocol::CircleEpoch current(const protocol::Circle& circle, const protocol::NetworkState& view);

    // What the register says is to be done now: rotations, circles of devices first, because a stale member circle is left out of
    // the epoch of what it belongs to; and grants.
    using DueCircle = std::pair<protocol::Circle, protocol::Due>;
    const std::vector<DueCircle>& due() const;
    // The moment at which the clients first saw it due.
    std::int64_t due_since(const protocol::Circle& circle) const { return due_since_.at(current(circle)); }
    const std::vector<protocol::MissingGrant>& missing_grants() const;

    // Makes the governing entry, judges it, and appends it when it is valid. The caller tells the reference.
    using Appended = std::expected<protocol::EntryId, std::error_code>;
    Appended declare(DeviceNumber author, protocol::Claim claim, std::vector<protocol::Audience> audience = {});
    // What people write; the reference is told, and says whether it may stand.
    std::error_code send(DeviceNumber author, const std::vector<protocol::Audience>& audience);
    std::error_code rotate(DeviceNumber author, const protocol::Circle& circle);
    std::error_code grant(DeviceNumber author, const protocol::Circle& circle, const std::vector<std::uint64_t>& epochs,
                          const protocol::Audience& to);

    // Does everybody read exactly what the reference says they can, and nobody what they must not? Throws Broken.
    void check() const;
    // And does everybody read what they have to? For a moment when all upkeep is done.
    void check_complete() const;

    void tell(const std::string& line) { if (tracing_) trace_.push_back(stamp() + line); }
    const std::vector<std::string>& trace() const { return trace_; }
    std::string name(DeviceNumber number) const;
    [[noreturn]] void broken(const std::string& what) const { throw Broken{what}; }

    struct Figures {
        std::uint64_t entries = 0, messages = 0, rotations = 0, grants = 0, refused = 0, reads_checked = 0;
    };
    mutable Figures figures;

    std::optional<protocol::Precedent> find(const protocol::EntryId& id) const override;
    bool header_known(const crypto::Digest& hash) const override { return headers_.contains(hash); }

private:
    Appended append(const Draft& draft);
    protocol::Entry make_entry(const Draft& draft);
    Token lock_for(const protocol::Audience& to) const;
    void check_register() const;
    void post(Posted posted);
    void gain(Machine& machine, Token token);
    void open(Machine& machine, Posted& posted, std::vector<Token>& gained);
    std::string stamp() const;
    std::string names(const Devices& devices) const;

    // Costly to find out, and the same for all clients until the next entry.
    template <class T>
    struct Known {
        std::uint64_t index = 0;
        std::int64_t time = 0;
        T value;
    };
    mutable Known<std::vector<DueCircle>> due_;
    mutable std::map<protocol::CircleEpoch, std::int64_t> due_since_;
    mutable Known<std::vector<protocol::MissingGrant>> missing_;

    protocol::NetworkState state_;
    std::int64_t now_ = 1'800'000'000;
    std::uint64_t index_ = 0;
    std::uint64_t seed_;
    std::deque<Machine> machines_;
    std::map<protocol::KeyId, DeviceNumber> numbers_;
    Token tokens_ = 0;
    std::deque<Posted> posted_;
    std::vector<std::vector<std::size_t>> locked_with_;   // token: entries that it opens
    std::map<protocol::EntryId, protocol::Precedent> entries_;
    std::set<crypto::Digest> headers_;
    bool tracing_;
    std::vector<std::string> trace_;
};

// The public half of a token, and back.
crypto::age::HybridRecipient lock_of(Token token);
Token token_of(const crypto::age::HybridRecipient& lock);

inline const std::string dmr = "dmr";
inline std::string handle_of(const World& world, DeviceNumber device) { return world.machine(device).handle.text(); }

}  // namespace model
