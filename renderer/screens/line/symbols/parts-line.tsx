import type { EquipmentSymbol } from './symbol.ts'

export const machine: EquipmentSymbol = {
  width: 88,
  height: 64,
  ports: { in: [0, 40], out: [88, 40] },
  drawing: (
    <>
      <rect className="body" x="4" y="18" width="80" height="45" />
      <path className="body" d="M0 40H4M84 40H88M72 18V10" />
      <rect className="fine" x="68" y="1" width="8" height="9" />
      <circle className="fine" cx="38" cy="41" r="13" />
      <circle className="fine" cx="38" cy="41" r="4" />
      <path className="fine" d="M38 25V31M38 51V57M22 41H28M48 41H54M60 28H76M60 35H76" />
    </>
  ),
}

export const buffer: EquipmentSymbol = {
  width: 72,
  height: 64,
  ports: { in: [0, 32], out: [72, 32] },
  drawing: (
    <>
      <rect className="body" x="1" y="1" width="70" height="62" />
      <path
        className="fine"
        d="M12 12h10v10h-10ZM31 12h10v10h-10ZM50 12h10v10h-10ZM12 28h10v10h-10ZM31 28h10v10h-10ZM50 28h10v10h-10ZM12 44h10v10h-10ZM31 44h10v10h-10Z"
      />
    </>
  ),
}

export const conveyor: EquipmentSymbol = {
  width: 112,
  height: 48,
  ports: { in: [0, 24], out: [112, 24] },
  drawing: (
    <>
      <rect className="body" x="1" y="16" width="110" height="24" rx="11" />
      <circle className="fine" cx="12" cy="28" r="7" />
      <circle className="fine" cx="41" cy="28" r="7" />
      <circle className="fine" cx="71" cy="28" r="7" />
      <circle className="fine" cx="100" cy="28" r="7" />
      <path className="fine" d="M20 5h9v9h-9ZM48 5h9v9h-9ZM76 5h9v9h-9Z" />
    </>
  ),
}
