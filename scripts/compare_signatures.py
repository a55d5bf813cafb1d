#!/usr/bin/env python3
"""Our signatures of PDFs against pyHanko, which nobody here wrote, in both directions.

Usage: compare_signatures.py PROGRAM, where PROGRAM is the example `pdf_signature` of the crate `seals`.
Needs pyhanko (and what it brings) from PyPI.
"""

import datetime as dt
import io
import logging
import pathlib
import subprocess
import sys
import tempfile

from asn1crypto import algos, keys as asn1_keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, NumberObject, StreamObject, ArrayObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

logging.disable(logging.CRITICAL)
PROGRAM = sys.argv[1]
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="motcua-pyhanko-"))
NOW = dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
DAY = dt.timedelta(days=1)
SECONDS = str(int(NOW.timestamp()))
failures = []


def check(said, holds):
    print(("  ok    " if holds else "  WRONG ") + said)
    if not holds:
        failures.append(said)


def name(common):
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND xã Mẫu"),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ])


def certificate(common, key, issuer=None, ca=False, start=-30 * DAY, end=365 * DAY, stamps=False):
    issuer_name, issuer_key = issuer or (name(common), key)
    usage = dict.fromkeys(
        ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False)
    usage |= {"key_cert_sign": True, "crl_sign": True} if ca else {"digital_signature": True, "content_commitment": not stamps}
    builder = (
        x509.CertificateBuilder().subject_name(name(common)).issuer_name(issuer_name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW + start).not_valid_after(NOW + end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def store(file, key, cert, issuers):
    data = pkcs12.serialize_key_and_certificates(b"key", key, cert, issuers, BestAvailableEncryption(b"mat-khau"))
    (FOLDER / file).write_bytes(data)
    return FOLDER / file


def pdf(stream_xrefs):
    writer = PdfFileWriter(stream_xrefs=stream_xrefs)
    content = writer.add_object(StreamObject(stream_data=b"BT ET 10 10 100 100 re f"))
    box = ArrayObject([NumberObject(n) for n in (0, 0, 595, 842)])
    writer.insert_page(PageObject(contents=content, media_box=box, resources=DictionaryObject()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def ours(data, key, seconds=SECONDS):
    source, target = FOLDER / "in.pdf", FOLDER / "out.pdf"
    source.write_bytes(data)
    subprocess.run([PROGRAM, "sign", source, key, "mat-khau", target, seconds], check=True)
    return target.read_bytes()


def our_word(data, anchors=None):
    source = FOLDER / "check.pdf"
    source.write_bytes(data)
    run = subprocess.run([PROGRAM, "verify", source, anchors or FOLDER / "root.pem", SECONDS], capture_output=True, text=True)
    return [line.split("\t") for line in run.stdout.splitlines()] if run.returncode == 0 else run.stderr


def their_word(data, number=0):
    signature = PdfFileReader(io.BytesIO(data)).embedded_signatures[number]
    trusted = [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=trusted))


def theirs(data, key, field, subfilter=fields.SigSeedSubFilter.PADES, stamper=None, **more):
    signer = signers.SimpleSigner.load_pkcs12(key, passphrase=b"mat-khau", **more)
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=subfilter, reason="Thử", md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    return signers.sign_pdf(writer, metadata, signer=signer, timestamper=stamper).getvalue()


def verdicts(found):
    return [line[0] for line in found] if isinstance(found, list) else found


rsa_key = lambda bits=2048: rsa.generate_private_key(65537, bits)
root_key, middle_key = rsa_key(), ec.generate_private_key(ec.SECP256R1())
root = certificate("Gốc thử", root_key, ca=True)
middle = certificate("Trung gian thử", middle_key, (root.subject, root_key), ca=True)
(FOLDER / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
by_middle = (middle.subject, middle_key)
keys = {"RSA": rsa_key(3072), "P-256": ec.generate_private_key(ec.SECP256R1()), "P-384": ec.generate_private_key(ec.SECP384R1())}
stores = {
    kind: store(f"{kind}.p12", key, certificate(f"Người ký {kind}", key, by_middle), [middle, root])
    for kind, key in keys.items()
}
expired = store("expired.p12", keys["RSA"], certificate("Hết hạn", keys["RSA"], by_middle, end=-2 * DAY), [middle, root])
alone = store("alone.p12", keys["RSA"], certificate("Tự ký", keys["RSA"]), [])
orphan = store("orphan.p12", keys["P-256"], certificate("Thiếu chuỗi", keys["P-256"], by_middle), [])

print("pyHanko checks what we signed")
for streams in (False, True):
    for kind, key in stores.items():
        plain = pdf(streams)
        signed = ours(plain, key)
        word = their_word(signed)
        check(f"{kind}, {'stream' if streams else 'table'}: {word.summary()}", word.bottom_line)
        check("the bytes before are as they were", signed.startswith(plain))
        check("we agree", verdicts(our_word(signed)) == ["Valid"])
        twice = ours(signed, stores["RSA"])
        check("both of two signatures hold", their_word(twice).bottom_line and their_word(twice, 1).bottom_line)
        check("we agree on two", verdicts(our_word(twice)) == ["Valid", "Valid"])
broken = bytearray(ours(pdf(False), stores["RSA"]))
broken[broken.index(b"10 10 100")] = ord("9")
check("a changed byte: pyHanko refuses", not their_word(bytes(broken)).intact)

print("We check what pyHanko signed")
for kind, key in stores.items():
    for streams in (False, True):
        found = our_word(theirs(pdf(streams), key, "ChuKy"))
        check(f"{kind}, PAdES: {found}", verdicts(found) == ["Valid"])
    found = our_word(theirs(pdf(False), key, "ChuKy", fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED))
    check(f"{kind}, plain CMS", verdicts(found) == ["Valid"])
found = our_word(theirs(pdf(False), stores["RSA"], "ChuKy", prefer_pss=True))
check(f"RSA-PSS with an unusual salt is told to be unknown: {found}", found[0][:2] == ["Unproven", "Unsupported"])
mechanism = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": {
    "hash_algorithm": {"algorithm": "sha256"}, "salt_length": 32,
    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
}})
found = our_word(theirs(pdf(False), stores["RSA"], "ChuKy", signature_mechanism=mechanism))
check(f"RSA-PSS: {found}", verdicts(found) == ["Valid"])

good = theirs(pdf(False), stores["RSA"], "Mot")
both = theirs(good, stores["P-256"], "Hai")
check("two of theirs", verdicts(our_word(both)) == ["Valid", "Valid"])
check("ours behind theirs", verdicts(our_word(ours(good, stores["P-384"]))) == ["Valid", "Valid"])
check("theirs behind ours", verdicts(our_word(theirs(ours(pdf(True), stores["P-256"]), stores["RSA"], "Sau"))) == ["Valid", "Valid"])

stamp_key = rsa_key()
stamp_cert = certificate("Dấu thời gian thử", stamp_key, (root.subject, root_key), stamps=True)
load = lambda cert: asn1_x509.Certificate.load(cert.public_bytes(Encoding.DER))
raw = stamp_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
known = SimpleCertificateStore()
known.register(load(root))
stamper = timestamps.DummyTimeStamper(load(stamp_cert), asn1_keys.PrivateKeyInfo.load(raw), known, fixed_dt=NOW)
found = our_word(theirs(pdf(False), stores["RSA"], "ChuKy", stamper=stamper))
check(f"with a timestamp: {found}", verdicts(found) == ["Valid"] and found[0][3].startswith("Stamped"))
past = timestamps.DummyTimeStamper(load(stamp_cert), asn1_keys.PrivateKeyInfo.load(raw), known, fixed_dt=NOW - 3 * DAY)
found = our_word(theirs(pdf(False), expired, "ChuKy", stamper=past))
check(f"expired since, but stamped before: {found}", verdicts(found) == ["Valid"])

print("We refuse what pyHanko signed and somebody spoiled")
spoiled = bytearray(good)
spoiled[spoiled.index(b"re f")] = ord("w")
found = our_word(bytes(spoiled))
check(f"a changed byte: {found}", found[0][:2] == ["Invalid", "Changed"])
found = our_word(theirs(pdf(False), expired, "ChuKy"))
check(f"an expired certificate: {found}", verdicts(found) == ["Invalid"] and "Expired" in found[0][2])
found = our_word(theirs(pdf(False), alone, "ChuKy"))
check(f"a self-signed one: {found}", verdicts(found) == ["Unproven"] and "SelfSigned" in found[0][2])
found = our_word(theirs(pdf(False), orphan, "ChuKy"))
check(f"a missing link: {found}", verdicts(found) == ["Unproven"] and "IssuerMissing" in found[0][2])

writer = IncrementalPdfFileWriter(io.BytesIO(good))
page = writer.root["/Pages"]["/Kids"][0]
content = writer.add_object(StreamObject(stream_data=b"0 0 500 500 re f"))
page[NameObject("/Contents")] = content
writer.update_container(page)
out = io.BytesIO()
writer.write(out)
found = our_word(out.getvalue())
check(f"another content appended: {found}", found[0][:2] == ["Invalid", "ChangedAfterwards"])
check("pyHanko says the same", not their_word(out.getvalue()).bottom_line)

writer = IncrementalPdfFileWriter(io.BytesIO(good))
page = writer.root["/Pages"]["/Kids"][0]
note = writer.add_object(DictionaryObject({
    NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Square"),
    NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 500, 500)]),
}))
page["/Annots"].append(note)
writer.update_container(page["/Annots"])
writer.update_container(page)
out = io.BytesIO()
writer.write(out)
found = our_word(out.getvalue())
check(f"a mark laid over the page: {found}", found[0][:2] == ["Invalid", "ChangedAfterwards"])

if failures:
    sys.exit(f"{len(failures)} comparisons with pyHanko went wrong; files in {FOLDER}")
print("pyHanko and we agree")
