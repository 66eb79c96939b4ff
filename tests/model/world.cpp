#include "tests/model/world.hpp"

#include <algorithm>

#include "crypto/sha256.hpp"
#include "protocol/kinds.hpp"

namespace model {

using namespace protocol;

namespace {

// Eight bytes are plenty to tell locks apart; the rest of a public key has nothing to say here.
constexpr std::size_t lock_bytes = 8;

crypto::Digest hash_of(std::string_view what, std::uint64_t seed, std::uint64_t number) {
    return crypto::sha256(std::string(what) + " " + std::to_string(seed) + " " + std::to_string(number));
}

std::string text_of(const CircleEpoch& secret) { return secret.circle.text() + "." + std::to_string(secret.epoch); }

crypto::SigningKey signing_key(std::uint64_t seed, std::uint64_t number) {
    const auto hash = hash_of("device", seed, number);
    return crypto::SigningKey(crypto::SigningSeed(std::span<const std::uint8_t, 32>(hash)));
}

}  // namespace

crypto::age::HybridRecipient lock_of(Token token) {
    crypto::age::HybridRecipient out;
    for (std::size_t i = 0; i < lock_bytes; ++i) out.bytes[i] = static_cast<std::uint8_t>(std::uint64_t{token} >> (8 * i));
    return out;
}

Token token_of(const crypto::age::HybridRecipient& lock) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < lock_bytes; ++i) out |= std::uint64_t{lock.bytes[i]} << (8 * i);
    return static_cast<Token>(out);
}

DeviceKeys Machine::keys() const {
    return {.sign = key.verify_key(), .age = lock_of(age), .tls = crypto::sha256("tls " + id().text())};
}

World::World(const Rules& rules_of, std::uint64_t seed, bool tracing)
    : rules(rules_of), dice(seed), seed_(seed), tracing_(tracing) {
    reference.time_is(now_);
}

void World::pass(std::int64_t seconds) {
    now_ += seconds;
    reference.time_is(now_);
}

// ---- machines ----

DeviceNumber World::make_machine(const Handle& handle) {
    const DeviceNumber number = machines_.size();
    if (number >= devices_max) broken("the schedule makes too many devices");
    const Token age = tokens_++;
    machines_.push_back({.number = number, .handle = handle, .key = signing_key(seed_, number), .age = age, .holds = {}});
    numbers_.emplace(machines_.back().id(), number);
    gain(machines_.back(), age);
    return number;
}

std::optional<DeviceNumber> World::find(const KeyId& id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

bool World::holds(DeviceNumber number, const CircleEpoch& secret) const {
    const CircleState* circle = state_.find_circle(secret.circle);
    if (!circle) return false;
    const auto epoch = circle->epochs.find(secret.epoch);
    return epoch != circle->epochs.end() && machines_[number].holds.test(token_of(epoch->second.key));
}

void World::uses_sheet(DeviceNumber sheet, DeviceNumber by) { gain(machines_[by], machines_[sheet].age); }

void World::gain(Machine& machine, Token first) {
    std::vector<Token> gained{first};
    while (!gained.empty()) {
        const Token token = gained.back();
        gained.pop_back();
        if (machine.holds.test(token)) continue;
        machine.holds.set(token);
        if (token < locked_with_.size())
            for (const auto index : locked_with_[token]) open(machine, posted_[index], gained);
    }
}

void World::open(Machine& machine, Posted& posted, std::vector<Token>& gained) {
    posted.opened.set(machine.number);
    gained.insert(gained.end(), posted.handed.begin(), posted.handed.end());
}

void World::post(Posted posted) {
    const std::size_t index = posted_.size();
    locked_with_.resize(tokens_);
    for (const Token lock : posted.locks) locked_with_[lock].push_back(index);
    posted_.push_back(std::move(posted));
    // Everybody gets every byte, members or not: the gateway may be in league with anybody.
    std::vector<Token> gained;
    for (Machine& machine : machines_)
        if (std::ranges::any_of(posted_[index].locks, [&](Token lock) { return machine.holds.test(lock); })) {
            open(machine, posted_[index], gained);
            for (; !gained.empty(); gained.pop_back()) gain(machine, gained.back());
        }
}

// ---- entries ----

CircleEpoch World::current(const Circle& circle, const NetworkState& view) {
    const CircleState* known = view.find_circle(circle);
    return {circle, known ? known->current() : 0};
}

Entry World::make_entry(const Draft& draft) {
    const Machine& author = machines_[draft.author];
    const KindRule& rule = rule_of(draft.claim ? kind_of(*draft.claim) : Kind::information);
    Header header{.kind = std::string(rule.name), .network = {}, .author = author.handle, .key = author.id(),
                  .audience = draft.audience, .refs = {}, .body = {}, .blobs = {}, .time = now_, .nonce = {}, .seen = {},
                  .claim = {}};
    for (auto& byte : header.nonce) byte = static_cast<std::uint8_t>(dice.next());
    if (rule.kind != Kind::genesis) header.network = state_.network();
    if (draft.claim) header.claim = claim_json(*draft.claim);
    if (!header.audience.empty()) header.body = BodyRef{.sha256 = hash_of("body", seed_, index_), .size = 4096};
    const Entry made = protocol::make_entry(header, {}, author.key);
    // As it would arrive, without its body.
    auto arrived = parse_entry(entry_bytes(made, Delivered::header_only), Delivered::header_only);
    if (!arrived) broken(header.kind + " does not parse: " + arrived.error().message());
    return std::move(*arrived);
}

Token World::lock_for(const Audience& to) const {
    const auto* recipient = state_.recipient_of(to);
    if (!recipient) broken("an accepted entry is addressed to somebody who has no key");
    return token_of(*recipient);
}

const std::vector<World::DueCircle>& World::due() const {
    if (due_.index == index_ && due_.time == now_) return due_.value;
    due_ = {.index = index_, .time = now_, .value = {}};
    std::vector<DueCircle> of_many;   // after those that they are made of
    for (const auto& [circle, known] : state_.circles())
        if (const Due due = rules.due(state_, circle, now_)) {
            const bool many = circle.type() == Circle::Type::network || circle.type() == Circle::Type::group;
            (many ? of_many : due_.value).emplace_back(circle, due);
            due_since_.emplace(current(circle), now_);
        }
    due_.value.insert(due_.value.end(), of_many.begin(), of_many.end());
    return due_.value;
}

const std::vector<MissingGrant>& World::missing_grants() const {
    if (missing_.index != index_ || missing_.time != now_)
        missing_ = {.index = index_, .time = now_, .value = rules.missing_grants(state_, now_)};
    return missing_.value;
}

World::Appended World::declare(DeviceNumber author, Claim claim, std::vector<Audience> audience) {
    return append({.author = author, .audience = std::move(audience), .claim = std::move(claim), .handed = {}});
}

World::Appended World::append(const Draft& draft) {
    const Entry entry = make_entry(draft);
    const Position at{.index = index_, .time = now_};
    if (const auto error = rules.judge(state_, *this, entry, at)) {
        ++figures.refused;
        tell("  refused: " + entry.header.kind + " by " + name(draft.author) + ": " + error.message());
        return std::unexpected(error);
    }
    Posted posted{.locks = {}, .handed = draft.handed, .message = {}, .opened = {}};
    for (const Audience& to : draft.audience) posted.locks.push_back(lock_for(to));
    rules.apply(state_, entry, at);
    entries_.emplace(entry.id, precedent_of(entry));
    headers_.insert(entry.header_hash);
    ++index_;
    ++figures.entries;
    // The reference hears of a message before anybody opens it.
    if (!draft.claim) {
        std::vector<Generation> sealed;
        for (const Audience& to : draft.audience) {
            const auto& [circle, epoch] = std::get<CircleEpoch>(to);
            sealed.push_back({circle.text(), epoch});
        }
        posted.message = reference.sent(sealed);
        ++figures.messages;
    }
    post(std::move(posted));
    return entry.id;
}

std::error_code World::send(DeviceNumber author, const std::vector<Audience>& audience) {
    std::string to;
    std::string why;
    if (!reference.in_force(author)) why = name(author) + " may not act";
    for (const Audience& part : audience) {
        const auto& [circle, epoch] = std::get<CircleEpoch>(part);
        to += " " + text_of({circle, epoch});
        if (epoch != reference.current(circle.text())) why = circle.text() + " is at another epoch";
        else if (reference.stale(circle.text())) why = circle.text() + " is stale";
    }
    const auto done = append({.author = author, .audience = audience, .claim = {}, .handed = {}});
    if (done && !why.empty()) broken("accepted, though " + why + ": a message by " + name(author) + " to" + to);
    if (!done && why.empty()) broken("refused (" + done.error().message() + "): a message by " + name(author) + " to" + to);
    if (done) tell(name(author) + " sends message " + std::to_string(reference.entries() - 1) + " to" + to);
    return done ? std::error_code{} : done.error();
}

namespace {

// The audience of a rotation or grant as the reference takes it.
struct Handed {
    std::vector<Generation> circles;
    Devices devices;
};
Handed handed_to(const World& world, const std::vector<Audience>& audience) {
    Handed out;
    for (const Audience& to : audience) {
        if (const auto* circle = std::get_if<CircleEpoch>(&to)) out.circles.push_back({circle->circle.text(), circle->epoch});
        else if (const auto number = world.find(std::get<KeyId>(to))) out.devices.set(*number);
    }
    return out;
}

}  // namespace

std::error_code World::rotate(DeviceNumber author, const Circle& circle) {
    const CircleState* known = state_.find_circle(circle);
    if (!known) return errc::unknown_circle;
    const CircleEpoch next{circle, known->current() + 1};
    if (tokens_ >= tokens_max) broken("the schedule makes too many epochs");
    const Token secret = tokens_++;
    Draft draft{.author = author, .audience = state_.rotation_audience(circle, now_),
                .claim = RotationClaim{.circle = circle, .epoch = next.epoch, .key = lock_of(secret), .history = known->history},
                .handed = {secret}};
    std::set<std::uint64_t> carried;
    if (rules.carries_history(*known))
        for (const auto& [epoch, made] : known->epochs)
            if (holds(author, {circle, epoch})) {
                draft.handed.push_back(token_of(made.key));
                carried.insert(epoch);
            }
    const bool is_due = known->current() == 0 || reference.stale(circle.text()) || cast.due_otherwise.contains(circle.text());
    const bool may = is_due && reference.in_force(author) && reference.members(circle.text()).test(author);
    const auto done = append(draft);
    if (!done) return done.error();
    ++figures.rotations;
    if (!may) broken("accepted, though not due or not theirs to make: " + text_of(next) + " by " + name(author));
    const auto [circles, devices] = handed_to(*this, draft.audience);
    reference.rotated({circle.text(), next.epoch}, author, carried, circles, devices);
    gain(machines_[author], secret);
    tell(name(author) + " makes " + text_of(next) + " with " + std::to_string(carried.size()) +
         " older ones for " + std::to_string(draft.audience.size()));
    return {};
}

std::error_code World::grant(DeviceNumber author, const Circle& circle, const std::vector<std::uint64_t>& epochs,
                             const Audience& to) {
    Draft draft{.author = author, .audience = {to}, .claim = GrantClaim{.circle = circle, .epochs = epochs}, .handed = {}};
    const CircleState* known = state_.find_circle(circle);
    for (const auto epoch : epochs)
        if (holds(author, {circle, epoch})) draft.handed.push_back(token_of(known->epochs.at(epoch).key));
    const auto done = append(draft);
    if (!done) return done.error();
    ++figures.grants;
    for (const auto epoch : epochs)
        if (!reference.in_force(author) || !reference.knowers({circle.text(), epoch}).test(author))
            broken("accepted: a grant of " + text_of({circle, epoch}) + " by " + name(author) + ", who does not know it");
    std::set<std::uint64_t> handed;
    for (const auto epoch : epochs)
        if (holds(author, {circle, epoch})) handed.insert(epoch);
    const auto [circles, devices] = handed_to(*this, draft.audience);
    reference.granted(circle.text(), handed, circles, devices);
    tell(name(author) + " grants " + std::to_string(epochs.size()) + " epochs of " + circle.text() + " to " +
         (circles.empty() ? names(devices) : circles.front().circle));
    return {};
}

// ---- checks ----

void World::check() const {
    for (const Posted& posted : posted_) {
        if (!posted.message) continue;
        const auto entry = *posted.message;
        figures.reads_checked += machines_.size();
        if (const auto admitted = posted.opened & ~reference.may_read(entry); admitted.any())
            broken("message " + std::to_string(entry) + " is open to who must not read it: " + names(admitted));
        if (const auto differ = posted.opened ^ reference.readers(entry); differ.any())
            broken("message " + std::to_string(entry) + ": the keys at hand and those handed over differ for " + names(differ));
    }
}

void World::check_complete() const {
    check();
    check_register();
    const auto acting = reference.acting();
    for (const Posted& posted : posted_) {
        if (!posted.message) continue;
        const auto locked_out = reference.must_read(*posted.message) & acting & ~posted.opened;
        if (locked_out.any())
            broken("message " + std::to_string(*posted.message) + " is closed to who should read it: " + names(locked_out));
    }
}

// Whoever knows a secret, the register says that they could.
void World::check_register() const {
    for (const auto& [circle, known] : state_.circles())
        for (const auto& [epoch, made] : known.epochs) {
            const auto could = state_.knowers({circle, epoch});
            Devices hidden = reference.knowers({circle.text(), epoch});
            for (const KeyId& key : could) hidden.reset(find(key).value());
            if (hidden.any()) broken(text_of({circle, epoch}) + " is known to whom the register does not name: " + names(hidden));
        }
}

// ---- words ----

std::string World::name(DeviceNumber number) const {
    const Machine& machine = machines_[number];
    return machine.handle.text() + "/" + std::to_string(number);
}

std::string World::names(const Devices& devices) const {
    std::string out;
    for (DeviceNumber number = 0; number < machines_.size(); ++number)
        if (devices.test(number)) out += (out.empty() ? "" : ", ") + name(number);
    return out;
}

std::string World::stamp() const {
    constexpr std::int64_t start = 1'800'000'000;
    const auto since = now_ - start;
    const auto hour = since % day_s / 3600;
    return "day " + std::to_string(since / day_s) + " " + std::to_string(hour) + "h #" + std::to_string(index_) + "  ";
}

std::optional<Precedent> World::find(const EntryId& id) const {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

}  // namespace model
